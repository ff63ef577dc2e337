/** How the platform writes a time at which nothing has happened yet. */
const UNSET = /^(?:0001|1970)-01-01/;

/** Whether a time has come. */
export const isSet = (raw: string | null | undefined): raw is string => Boolean(raw) && !UNSET.test(raw ?? '');
