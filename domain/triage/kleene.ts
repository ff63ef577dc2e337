import { type Answer, NO, type Unknown } from './signals/signal';
import type { Evidence } from './verdict';

/** Kleene's strong logic of three values: unknown stays unknown unless the others decide alone. */

/** no if any part says no, else unknown if any part is unknown, else hit with the evidence of all. Empty: hit. */
export function allOf(answers: readonly Answer[]): Answer {
  let firstUnknown: Unknown | null = null;
  const evidence: Evidence[] = [];
  for (const answer of answers) {
    if (answer.answer === 'no') return NO;
    if (answer.answer === 'hit') evidence.push(...answer.evidence);
    else firstUnknown ??= answer;
  }
  return firstUnknown ?? { answer: 'hit', evidence };
}

/** hit if any part hits (with the evidence of all that do), else unknown if any part is unknown, else no. Empty: no. */
export function anyOf(answers: readonly Answer[]): Answer {
  let firstUnknown: Unknown | null = null;
  let evidence: Evidence[] | null = null;
  for (const answer of answers) {
    if (answer.answer === 'hit')
      evidence = evidence === null ? [...answer.evidence] : [...evidence, ...answer.evidence];
    else if (answer.answer === 'unknown') firstUnknown ??= answer;
  }
  return evidence === null ? (firstUnknown ?? NO) : { answer: 'hit', evidence };
}

/** hit <-> no; unknown stays unknown. A hit of "not" has no evidence: there is nothing to point at. */
export function notOf(answer: Answer): Answer {
  if (answer.answer === 'hit') return NO;
  return answer.answer === 'no' ? { answer: 'hit', evidence: [] } : answer;
}
