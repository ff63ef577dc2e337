import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import type { OrderClass } from '@/domain/triage/verdict';

export type TaskKind = 'order' | 'conversation';
export type TaskState = 'open' | 'closed';
export type DispositionKind = 'true' | 'false-alarm' | 'investigate';

/** The causes of the form, in the order they are shown. */
export const CAUSES = ['payment-failed', 'out-of-stock', 'packing-late', 'not-collected', 'other'] as const;
export type Cause = (typeof CAUSES)[number];

/** Why a card exists; one card per order or conversation, later reasons join it. */
export interface TaskReason {
  readonly kind: 'rule' | 'message' | 'burst' | 'manual' | 'warehouse';
  /** Rule id for a rule; of a warehouse what it reported (rejected, lacking, …); otherwise empty. */
  readonly ruleId: string;
  readonly at: Instant;
  /**
   * Words to show beside the rule name (the evidence span); never a personal value. For a message the intent it was read
   * as ('' when not understood), or 'send-failed' when an answer did not arrive.
   */
  readonly span: string;
}

/** Which of several clocks set the card's deadline. */
export type DeadlineKind = 'class' | 'tier' | 'stage' | 'first-reply';

/** One row of the queue: all that the list shows, nothing personal in plain text. Sent over sockets as it is. */
export interface QueueRow {
  readonly taskId: string;
  readonly version: number;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly orderId: string | null;
  readonly orderNo: string | null;
  readonly customerId: string | null;
  readonly platform: Platform | null;
  readonly shopName: string | null;
  /** Masked buyer or customer name. */
  readonly who: string;
  readonly amountFen: number | null;
  readonly class: OrderClass | null;
  readonly isUrgent: boolean;
  readonly tierId: string;
  readonly reasons: readonly TaskReason[];
  readonly openedAt: Instant;
  readonly warnAt: Instant | null;
  readonly dueAt: Instant;
  readonly dueKind: DeadlineKind;
  readonly isOverdue: boolean;
  /** Marked "investigate": it stays open and waits for a supervisor. */
  readonly isInvestigated: boolean;
  readonly seatId: string | null;
  readonly seatName: string | null;
  readonly groupId: string;
  readonly unread: number;
  /** On how many things the sources of its order contradict each other. */
  readonly conflicts: number;
  readonly lastMessageAt: Instant | null;
}
