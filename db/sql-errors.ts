/** The SQLSTATE (or Node's error code) of an error, or null. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

const STARTING = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE']);

/** The server is stopping, starting or recovering: nothing was done, the same step may be tried again. */
export function isServerStarting(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null) return STARTING.has(code);
  return error instanceof Error && /^Connection terminated|not queryable/.test(error.message);
}

/** Out of range, NUL in a text, half a surrogate pair in JSON, no such date: a value that cannot be stored or compared. */
const REFUSED_VALUES = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05']);

/** PostgreSQL refused a value as such, whatever the row: who gave it can mend it, trying again cannot. */
export const isRefusedValue = (error: unknown): boolean => REFUSED_VALUES.has(errorCode(error) ?? '');
