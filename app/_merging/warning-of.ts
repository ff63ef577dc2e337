import type { OrderMerging } from '@/server/merges/of-order';

/** What a person is told of an order that goes, or would go, without others of its buyer. */
export interface MergeWarningWords {
  /**
   * unmerged: it waits, and leaves apart; heldApart: releasing it sends several parcels; heldTogether: released, it waits and can
   * be merged; goneWithout: it is released, and others are still open; leftApart: others were left when it went.
   */
  readonly key: 'unmerged' | 'heldApart' | 'heldTogether' | 'goneWithout' | 'leftApart';
  readonly count: number;
}

type Said = Pick<
  OrderMerging,
  'candidates' | 'isKeptApart' | 'leavesAt' | 'others' | 'atOnce' | 'whyAlone' | 'leftApartFrom'
>;

/** Of the others of a held order those that wait, or will, when it does. */
const joinableOf = ({ atOnce, others }: Said) =>
  atOnce === null ? others.filter(({ state, isUrgent }) => state === 'waiting' || (state === 'held' && !isUrgent)) : [];

/** The one warning that an order needs now; null: none. What a person wanted apart is warned of no more. */
export function warningOf(said: Said): MergeWarningWords | null {
  const { candidates, isKeptApart, leavesAt, others, whyAlone, leftApartFrom } = said;
  const beside = isKeptApart || leavesAt === null ? [] : candidates.filter((one) => !one.isKeptApart);
  const unmerged = beside.length + others.length;
  if (leavesAt !== null && unmerged > 0) return { key: 'unmerged', count: unmerged };
  if (others.length > 0 && whyAlone === 'held') {
    const joinable = joinableOf(said).length;
    return joinable > 0 ? { key: 'heldTogether', count: joinable } : { key: 'heldApart', count: others.length };
  }
  if (others.length > 0) return { key: 'goneWithout', count: others.length };
  return leftApartFrom.length > 0 ? { key: 'leftApart', count: leftApartFrom.length } : null;
}
