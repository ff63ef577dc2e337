import { SECOND_MS } from '@/domain/clocks/instant';

/** A bucket of one second's calls: whether another call may be made now. */
export function limiter(perSecond: number, now: () => number): () => boolean {
  let tokens = perSecond;
  let filledAt = now();
  return () => {
    tokens = Math.min(perSecond, tokens + ((now() - filledAt) / SECOND_MS) * perSecond);
    filledAt = now();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
