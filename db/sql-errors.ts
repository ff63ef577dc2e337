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
