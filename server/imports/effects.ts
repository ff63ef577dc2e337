import type { RowDiff, RowEffect } from './diff-rows';

/** How many orders have which effect. */
export type EffectCounts = Readonly<Record<RowEffect, number>>;

export const NO_EFFECTS: EffectCounts = { new: 0, changed: 0, same: 0, older: 0 };

/** The counts with those of these orders added. */
export function addEffects(counts: EffectCounts, diffs: readonly RowDiff[]): EffectCounts {
  const sums = { ...counts };
  for (const { effect } of diffs) sums[effect] += 1;
  return sums;
}
