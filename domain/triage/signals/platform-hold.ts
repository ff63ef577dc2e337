import { NO, signal } from './signal';

/** The platform forbids shipping (risk control, locked, refund open …); one piece of evidence for each of its states. */
export const platformHold = signal({
  name: 'platform-hold',
  params: {},
  evaluate: ({ holds }) =>
    holds.length === 0
      ? NO
      : { answer: 'hit', evidence: holds.map((hold) => ({ signal: 'platform-hold', field: 'holds', span: hold })) },
});
