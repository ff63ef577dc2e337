import { isSameValue } from './same-value';
import type { Tier } from './tier';

const FIELDS = [
  'name',
  'condition',
  'respond',
  'warn',
  'skill',
  'ownerGroupId',
] as const satisfies readonly (keyof Tier)[];
export type TierField = (typeof FIELDS)[number];

/** What one version of the tiers changed against another. */
export interface TierChange {
  readonly tierId: string;
  readonly name: Tier['name'];
  readonly kind: 'added' | 'removed' | 'moved' | 'edited';
  /** Of an edited tier: which fields differ. */
  readonly fields: readonly TierField[];
}

const differing = (before: Tier, after: Tier): readonly TierField[] =>
  FIELDS.filter((field) => !isSameValue(before[field], after[field]));

/** Places of tiers that others do not merely slide past: those of a longest rising sequence stay, the rest were moved. */
function movedIds(before: readonly Tier[], after: readonly Tier[]): ReadonlySet<string> {
  const places = after.map(({ id }) => before.findIndex((tier) => tier.id === id)).filter((place) => place >= 0);
  const best: number[][] = places.map(() => []);
  for (const [index, place] of places.entries()) {
    const runs = best.slice(0, index).filter((run) => (run.at(-1) ?? -1) < place);
    const longest = runs.reduce<number[]>((a, b) => (b.length >= a.length ? b : a), []);
    best[index] = [...longest, place];
  }
  // Of two that changed places the one that rose is named as moved.
  const staying = new Set(best.reduce<number[]>((a, b) => (b.length >= a.length ? b : a), []));
  return new Set(places.filter((place) => !staying.has(place)).flatMap((place) => before[place]?.id ?? []));
}

/** The changes from one list of tiers to another, in the order of the later list; removed ones last. */
export function diffTiers(before: readonly Tier[], after: readonly Tier[]): readonly TierChange[] {
  const moved = movedIds(before, after);
  const changes = after.flatMap((tier): TierChange[] => {
    const { id: tierId, name } = tier;
    const old = before.find(({ id }) => id === tierId);
    if (old === undefined) return [{ tierId, name, kind: 'added', fields: [] }];
    const fields = differing(old, tier);
    return [
      ...(moved.has(tierId) ? [{ tierId, name, kind: 'moved' as const, fields: [] }] : []),
      ...(fields.length > 0 ? [{ tierId, name, kind: 'edited' as const, fields }] : []),
    ];
  });
  const removed = before.filter(({ id }) => !after.some((tier) => tier.id === id));
  return [...changes, ...removed.map(({ id, name }) => ({ tierId: id, name, kind: 'removed' as const, fields: [] }))];
}
