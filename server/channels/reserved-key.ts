/** Inbox keys that begin so belong to imported files; no push may use them. */
export const RESERVED_KEY = 'csv/';
