import type { SignalCall } from './signals/index';

/** The typed condition of a rule: a signal with its parameters, or all / any / not of others. */
export type Condition =
  | SignalCall
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** block and confirm hold the order for a human; pass vouches for it; expedite marks it urgent and holds nothing. */
export type RuleOutcome = 'block' | 'confirm' | 'pass' | 'expedite';

/** What a pass rule may skip. A finance skip never skips risk. */
export type SkipScope = 'finance' | 'second-review';

export interface Rule {
  readonly id: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly condition: Condition;
  readonly outcome: RuleOutcome;
  /** Part of the additive score when hit, in basis points. */
  readonly weightBp: number;
  readonly skips?: readonly SkipScope[];
  /** Of a rule that holds: what it checks, so that a pass rule with this skip vouches for it. Absent = risk: never skipped. */
  readonly scope?: SkipScope;
  readonly isEnabled: boolean;
}

export interface RuleSet {
  readonly version: number;
  readonly rules: readonly Rule[];
}
