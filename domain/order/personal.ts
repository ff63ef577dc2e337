/**
 * A personal value as a platform gave it: readable, masked by the platform ("138****8000", ciphertext), or not given.
 * Masked is not invalid: a rule that needs the plain value answers "unknown".
 */
export type Personal =
  | { readonly state: 'plain'; readonly value: string }
  | { readonly state: 'masked'; readonly shown: string }
  | { readonly state: 'missing' };

export const MISSING: Personal = { state: 'missing' };
