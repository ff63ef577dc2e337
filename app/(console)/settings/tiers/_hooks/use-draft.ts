'use client';
import { useEffect, useMemo, useState } from 'react';
import { randomId } from '@/app/_client/random-id';
import { newCheck } from '@/domain/tiers/checks';
import { diffTiers, type TierChange } from '@/domain/tiers/diff-tiers';
import { rebaseTiers } from '@/domain/tiers/rebase-tiers';
import type { Tier } from '@/domain/tiers/tier';
import { type TierProblem, tierProblems } from '@/domain/tiers/tier-problems';
import type { TiersInForce } from '@/server/tiers/list';
import { moved } from './reorder';

const TWO_HOURS_MS = 7_200_000;

/** A tier as it is first added: before the one that takes every card. */
const newTier = (name: Tier['name']): Tier => ({
  id: `tier-${randomId()}`,
  name,
  condition: { any: [newCheck('buyer-tag')] },
  respond: { kind: 'within', ms: TWO_HOURS_MS },
  warn: { kind: 'share', leftPercent: 25 },
  skill: null,
  ownerGroupId: null,
});

/** The tiers as the manager has them on the screen, and what was made of those in force. */
export interface TierDraft {
  readonly tiers: readonly Tier[];
  /** The version it was made from. */
  readonly baseVersion: number;
  readonly changes: readonly TierChange[];
  readonly problems: readonly TierProblem[];
  /** Others were published since; null while not. */
  readonly newer: TiersInForce | null;
  update(tier: Tier): void;
  move(from: number, to: number): void;
  /** Adds a tier and answers its id. */
  add(name: Tier['name']): string;
  remove(id: string): void;
  /** Takes these tiers for the draft. */
  replace(tiers: readonly Tier[]): void;
  /** Back to the tiers in force. */
  discard(): void;
  /** Makes the changes of the draft anew, on top of the version in force now. */
  rebase(): void;
}

/** Leaving the page asks first while something is not published. */
function useLeaveQuestion(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const question = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', question);
    return () => window.removeEventListener('beforeunload', question);
  }, [isDirty]);
}

/** A draft of the tiers in force. While nothing is changed it follows them. */
export function useDraft(inForce: TiersInForce): TierDraft {
  const [base, setBase] = useState(inForce);
  const [tiers, setTiers] = useState<readonly Tier[]>(inForce.tiers);
  const changes = useMemo(() => diffTiers(base.tiers, tiers), [base, tiers]);
  const problems = useMemo(() => tierProblems(tiers), [tiers]);
  const isNewer = inForce.version > base.version;
  const follow = () => {
    setBase(inForce);
    setTiers(inForce.tiers);
  };
  if (isNewer && (changes.length === 0 || diffTiers(inForce.tiers, tiers).length === 0)) follow();
  useLeaveQuestion(changes.length > 0);
  return {
    ...{ tiers, changes, problems },
    baseVersion: base.version,
    newer: isNewer ? inForce : null,
    update: (tier) => setTiers((all) => all.map((other) => (other.id === tier.id ? tier : other))),
    move: (from, to) => setTiers((all) => moved(all, from, to)),
    add: (name) => {
      const tier = newTier(name);
      setTiers((all) => all.toSpliced(-1, 0, tier));
      return tier.id;
    },
    remove: (id) => setTiers((all) => all.filter((tier) => tier.id !== id)),
    replace: setTiers,
    discard: follow,
    rebase: () => {
      setTiers(rebaseTiers(base.tiers, tiers, inForce.tiers));
      setBase(inForce);
    },
  };
}
