const MARKED = /"#int64:(\d+)"/g;

/** JSON in which bigints are bare numbers of all their digits, as Go writes an int64. */
export const exactJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `#int64:${part}` : part)).replace(
    MARKED,
    '$1',
  );
