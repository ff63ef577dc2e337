/** What is removed when its time is over. */
export const RETENTION_KINDS = ['raw-bodies', 'receivers', 'messages'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];
