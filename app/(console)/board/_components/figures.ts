import type { TrendSlot } from '@/server/board/trend';

export const LINE_ORDERS = 5_000;
export const LINE_ABNORMAL_BP = 1_200;
export const ABNORMAL_BAND_BP = { from: 500, to: 800 } as const;
export const GOAL_DETECT_MS = 3_000;
export const GOAL_TOLD_BP = 9_000;

/** Whole numbers as the trade writes them in both languages: 12,345. */
export const countText = (count: number): string => count.toLocaleString('en');

/** Basis points as a percentage with one decimal: 641.7 -> "6.4%". */
export const shareText = (bp: number): string => `${(bp / 100).toFixed(1)}%`;

/** Milliseconds as seconds, exact enough to be told apart: 0.31, 12.4. */
export const secondsText = (ms: number): string => (ms < 10_000 ? (ms / 1_000).toFixed(2) : (ms / 1_000).toFixed(1));

/** The slots of the past two hours that are complete, oldest first. */
export const completeSlots = (trend: readonly TrendSlot[]): readonly TrendSlot[] =>
  trend.filter((slot) => slot.isComplete);

const ROUND = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10, 12];

/** The smallest round number not below the highest value that four grid lines divide into whole steps. */
export function roundTop(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest)));
  const tops = ROUND.map((factor) => Math.round(factor * power));
  return tops.find((top) => top >= highest && top % 4 === 0) ?? 12 * power;
}
