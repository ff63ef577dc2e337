import type { Random } from '../random';

/** How badly a sender sends; shares of all that it has to say. */
export interface Shares {
  /** Sent a second time. */
  readonly repeated: number;
  /** Sent late. */
  readonly shuffled: number;
  /** Sent again, under the same id, with other words. */
  readonly conflicting: number;
  /** Never sent. */
  readonly lost: number;
  /** How many places something may come too late, or be repeated. */
  readonly reach: number;
}

export interface Sending<T> {
  readonly item: T;
  readonly kind: 'message' | 'repeat' | 'conflict';
  readonly place: number;
}

/** When each of these is sent, in the order of sending; what is lost is in none of the places. The item at n belongs at place n. */
export function arrange<T>(
  inOrder: readonly T[],
  sharesOf: (item: T) => Shares,
  random: Random,
): { readonly sendings: readonly Sending<T>[]; readonly lost: readonly T[] } {
  const chance = (share: number) => share > 0 && random.next() < share;
  const sendings: Sending<T>[] = [];
  const lost: T[] = [];
  for (const [at, item] of inOrder.entries()) {
    const shares = sharesOf(item);
    const later = (place: number) => place + 1 + random.below(shares.reach) + 0.5;
    if (chance(shares.lost)) {
      lost.push(item);
      continue;
    }
    const place = chance(shares.shuffled) ? later(at) : at;
    sendings.push({ item, kind: 'message', place });
    if (chance(shares.repeated)) sendings.push({ item, kind: 'repeat', place: later(place) });
    if (chance(shares.conflicting)) sendings.push({ item, kind: 'conflict', place: later(place) });
  }
  return { sendings: sendings.sort((a, b) => a.place - b.place), lost };
}

/** Blocks of orders, all of a block's first steps before its second ones: as a busy shop works. */
export function interleave<T>(orders: readonly (readonly T[])[], blockSize: number): T[] {
  const steps: T[] = [];
  for (let at = 0; at < orders.length; at += blockSize) {
    const block = orders.slice(at, at + blockSize);
    const longest = Math.max(...block.map((order) => order.length));
    for (let step = 0; step < longest; step += 1) steps.push(...block.flatMap((order) => order.slice(step, step + 1)));
  }
  return steps;
}
