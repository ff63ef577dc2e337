import type { OrderClass } from '@/domain/triage/verdict';

/** What a tier condition may look at. */
export interface TierFacts {
  readonly class: OrderClass | null;
  readonly isUrgent: boolean;
  readonly isConversation: boolean;
  readonly paidFen: number | null;
  readonly tags: readonly string[];
  readonly intents: readonly string[];
}

/** Data, edited by managers: every listed test must hold; an empty condition matches all. */
export interface TierCondition {
  readonly classes?: readonly OrderClass[];
  readonly isUrgent?: boolean;
  readonly isConversation?: boolean;
  readonly minPaidFen?: number;
  readonly anyTag?: readonly string[];
  readonly anyIntent?: readonly string[];
}

/** Priority of a task: which deadline, which owner. Tiers are tried in ascending position; the first match wins. */
export interface Tier {
  readonly id: string;
  readonly position: number;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly condition: TierCondition;
  readonly respondMs: number;
  readonly warnMs: number;
  /** Skill a seat needs to be given the card; null = any seat. */
  readonly skill: string | null;
  /** Group that owns the card; null = the shop's own group. */
  readonly ownerGroupId: string | null;
}
