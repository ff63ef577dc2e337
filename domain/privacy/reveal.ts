/** The personal values of an order that can be looked at, one at a time. */
export const REVEAL_FIELDS = ['name', 'phone', 'detail', 'note'] as const;
export type RevealField = (typeof REVEAL_FIELDS)[number];

/** Why somebody looks; `other` needs words of their own. */
export const REVEAL_REASONS = ['call-customer', 'fix-address', 'courier-asks', 'verify-customer', 'other'] as const;
export type RevealReason = (typeof REVEAL_REASONS)[number];

/** How long a revealed value stays on the screen. */
export const REVEALED_FOR_MS = 30_000;
