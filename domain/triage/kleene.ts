import { type Answer, type Hit, NO } from './signals/signal';

/**
 * Kleene's strong logic of three values: unknown stays unknown unless the other side decides alone. Of two unknowns
 * the first is kept, of two hits the evidence of both.
 */

/** The neutral element of `and`: what `all` of nothing answers. It has no evidence. */
export const EMPTY_HIT: Hit = { answer: 'hit', evidence: [] };

/** no if either says no, else unknown if either is unknown, else hit. */
export function and(left: Answer, right: Answer): Answer {
  if (left.answer === 'no' || right.answer === 'no') return NO;
  if (left.answer === 'unknown') return left;
  return right.answer === 'unknown' ? right : joined(left, right);
}

/** hit if either hits, else unknown if either is unknown, else no. */
export function or(left: Answer, right: Answer): Answer {
  if (left.answer === 'hit') return right.answer === 'hit' ? joined(left, right) : left;
  if (right.answer === 'hit') return right;
  return left.answer === 'unknown' ? left : right;
}

/** hit <-> no; unknown stays unknown. A hit of "not" has no evidence: there is nothing to point at. */
export function not(answer: Answer): Answer {
  if (answer.answer === 'unknown') return answer;
  return answer.answer === 'hit' ? NO : EMPTY_HIT;
}

function joined(left: Hit, right: Hit): Hit {
  if (left.evidence.length === 0) return right;
  return right.evidence.length === 0 ? left : { answer: 'hit', evidence: [...left.evidence, ...right.evidence] };
}
