import type { RuleOutcome, SkipScope } from './rule';

/** Route of an order; the four built-in classes. */
export const ORDER_CLASSES = ['normal', 'confirm', 'abnormal', 'urgent'] as const;
export type OrderClass = (typeof ORDER_CLASSES)[number];

/** Why a signal answered hit: which field, which words, which number against which limit. */
export interface Evidence {
  readonly signal: string;
  readonly field: string;
  readonly span?: string;
  readonly number?: number;
  readonly limit?: number;
  readonly unit?: 'fen' | 'bp' | 'orders' | 'ms' | 'days' | 'km' | 'accounts' | 'recipients';
  readonly reason?: string;
}

export interface RuleHit {
  readonly ruleId: string;
  readonly outcome: RuleOutcome;
  readonly weightBp: number;
  /** What the rule checks, where a pass rule may vouch for it; absent = risk, which nothing skips. */
  readonly scope?: SkipScope;
  readonly evidence: readonly Evidence[];
}

/** A rule that hit and was not heeded, because a pass rule vouched for its scope. */
export interface SkippedHit {
  readonly ruleId: string;
  readonly scope: SkipScope;
  /** The pass rule. */
  readonly by: string;
}

/** A rule that could not be answered, and the reason ("phone masked"). */
export interface RuleUnknown {
  readonly ruleId: string;
  readonly signal: string;
  readonly reason: string;
}

/** What the rules said of one order, with everything needed to explain it later. */
export interface Verdict {
  readonly route: 'block' | 'confirm' | 'pass';
  readonly class: OrderClass;
  readonly isUrgent: boolean;
  /** Rules that block, confirm or expedite and hit. Pass rules that vouched stand in passedBy; explain() tells why. */
  readonly hits: readonly RuleHit[];
  readonly unknowns: readonly RuleUnknown[];
  /** Ids of pass rules that vouched; empty when it passed because nothing hit. */
  readonly passedBy: readonly string[];
  readonly skips: readonly SkipScope[];
  /** Absent in verdicts of before rules had scopes. */
  readonly skipped?: readonly SkippedHit[];
  readonly scoreBp: number;
  readonly ruleSetVersion: number;
}
