/** What of personal data is removed when its time is over. */
export const RETENTION_KINDS = ['raw-bodies', 'receivers', 'messages'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Counting what is due stops here: more than this is "very many" on any screen. */
export const COUNTED_TO = 100_000;
