import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import type { OrderClass } from '@/domain/triage/verdict';
import type { TierCondition } from './condition';

/** What a customer threatens with: a complaint to the authorities (12315 …), or a bad review. */
export const COMPLAINT_WARNINGS = ['authority', 'bad-review'] as const;
export type ComplaintWarning = (typeof COMPLAINT_WARNINGS)[number];

/**
 * All that a tier may look at, kept with the card: they are gathered as reasons come in and hold no personal text.
 * null means "not known", never "no".
 */
export interface TierFacts {
  readonly class: OrderClass | null;
  readonly isUrgent: boolean | null;
  /** Whether a customer has written on this card. */
  readonly isConversation: boolean;
  readonly platform: Platform | null;
  readonly paidFen: number | null;
  readonly tags: readonly string[] | null;
  /** States of the platform's own, by its name for them (a dispute, a lock). */
  readonly holds: readonly string[] | null;
  readonly intents: readonly string[];
  readonly warnings: readonly ComplaintWarning[];
  /** When the customer wrote; null stands where an answer came in between. The latest are kept. */
  readonly writtenAt: readonly (Instant | null)[];
}

/** What is known of a card about which nothing is known. */
export const NO_FACTS: TierFacts = {
  class: null,
  isUrgent: null,
  isConversation: false,
  platform: null,
  paidFen: null,
  tags: null,
  holds: null,
  intents: [],
  warnings: [],
  writtenAt: [],
};

/** By when: a length of time from the moment the card got its tier, or the close of that business day. */
export type RespondTime = { readonly kind: 'within'; readonly ms: number } | { readonly kind: 'same-business-day' };
/** When to begin warning: when a share of the time is left, or a length of time before the deadline. */
export type WarnTime =
  | { readonly kind: 'share'; readonly leftPercent: number }
  | { readonly kind: 'before'; readonly ms: number };

/** Priority of a card: which deadline, which owner. Data, edited by managers. */
export interface Tier {
  readonly id: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly condition: TierCondition;
  readonly respond: RespondTime;
  readonly warn: WarnTime;
  /** Skill a seat needs to be given the card; null = any seat. */
  readonly skill: string | null;
  /** Group that owns the card; null = the shop's own group. */
  readonly ownerGroupId: string | null;
}

/** One published version: tiers are tried in their order, and the last one takes every card. */
export interface TierSet {
  readonly version: number;
  readonly tiers: readonly Tier[];
}
