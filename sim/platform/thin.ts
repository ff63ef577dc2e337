import type { Random } from '../shop/random';

export interface ThinningShares {
  readonly random: Random;
  /** Of all messages, those that never leave. */
  readonly lossShare: number;
  /** Of those that leave, those that come a second time. */
  readonly repeatShare: number;
}

/** Which of a platform's messages leave, some twice, in any order; the others are lost, and kept in mind. */
export function thinning<M>({ random, lossShare, repeatShare }: ThinningShares) {
  const lost: M[] = [];
  return {
    thin(messages: readonly M[]): M[] {
      const leaving = messages.flatMap((message) => {
        if (random.chance(lossShare)) {
          lost.push(message);
          return [];
        }
        return random.chance(repeatShare) ? [message, message] : [message];
      });
      return leaving
        .map((message) => ({ message, at: random.next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ message }) => message);
    },
    lost: (): readonly M[] => lost,
  };
}
