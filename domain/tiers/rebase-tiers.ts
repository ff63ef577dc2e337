import { diffTiers } from './diff-tiers';
import type { Tier } from './tier';

/** Puts tiers that others added where they stand among their neighbours, never behind the last one. */
function withAdded(tiers: readonly Tier[], added: readonly Tier[], theirs: readonly Tier[]): readonly Tier[] {
  return added.reduce<readonly Tier[]>((list, tier) => {
    const next = theirs.slice(theirs.indexOf(tier) + 1).find(({ id }) => list.some((other) => other.id === id));
    const at = list.findIndex(({ id }) => id === next?.id);
    return list.toSpliced(at < 0 ? -1 : at, 0, tier);
  }, tiers);
}

/**
 * My changes of `base`, made on top of what others have published meanwhile: tiers that I did not touch are theirs, tiers
 * that I edited, added, removed or moved are as I have them.
 */
export function rebaseTiers(base: readonly Tier[], mine: readonly Tier[], theirs: readonly Tier[]): readonly Tier[] {
  const changes = diffTiers(base, mine);
  const isMine = (id: string, ...kinds: readonly string[]) =>
    changes.some(({ tierId, kind }) => tierId === id && kinds.includes(kind));
  const kept = (id: string): readonly Tier[] => {
    const own = mine.find((tier) => tier.id === id);
    const other = theirs.find((tier) => tier.id === id);
    if (isMine(id, 'edited', 'added') && own) return [own];
    return other && !isMine(id, 'removed') ? [other] : [];
  };
  const isMoved = changes.some(({ kind }) => kind === 'moved');
  const [order, rest] = isMoved ? [mine, theirs] : [theirs, mine];
  const ordered = order.flatMap(({ id }) => kept(id));
  const missing = rest.filter(({ id }) => !order.some((tier) => tier.id === id)).flatMap(({ id }) => kept(id));
  return withAdded(ordered, missing, rest);
}
