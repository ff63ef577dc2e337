/** A repeatable source of choices: the same seed gives the same run. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** True with the given probability, 0 to 1. */
  chance(share: number): boolean;
  /** One of the values. Throws a RangeError when there is none. */
  oneOf<T>(values: readonly T[]): T;
  /** One of the values by weight. Throws a RangeError when there is none. */
  byWeight<T extends { readonly weight: number }>(values: readonly T[]): T;
  /** A duration around a median, most within a third and three times of it, in whole ms. */
  around(medianMs: number): number;
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough to vary a shop's day. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SPREAD = 0.6;

function first<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('there is nothing to choose from');
  return value;
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  /** Box–Muller; 1 - next() is never 0. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    oneOf: (values) => first(values[Math.floor(next() * values.length)]),
    byWeight(values) {
      let rest = next() * values.reduce((sum, { weight }) => sum + weight, 0);
      const chosen = values.find(({ weight }) => {
        rest -= weight;
        return rest < 0;
      });
      return first(chosen ?? values.at(-1));
    },
    around: (medianMs) => Math.max(1, Math.round(medianMs * Math.exp(SPREAD * normal()))),
  };
}
