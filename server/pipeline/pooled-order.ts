import type { Instant } from '@/domain/clocks/instant';
import type { BoardState } from '@/domain/order/board-state';
import { boardStateOf } from '@/domain/order/board-state';
import { lifecycleOf, type Review } from '@/domain/order/lifecycle';
import { textOf } from '@/domain/order/mask';
import { type FactMap, factOf } from '@/domain/order/merge-events';
import type { OrderNotes } from '@/domain/order/notes';
import type { OrderEvent } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import { regionOf } from '@/domain/order/region';
import type { RiskMark } from '@/domain/order/risk-marks';
import type { PlainReceiver } from '@/domain/order/seal';
import type { OrderClass, Verdict } from '@/domain/triage/verdict';
import type { RecipientKeys } from './recipient-keys';

/** What the board counted an order as before this batch touched it. */
export interface Counted {
  readonly day: string;
  readonly groupId: string;
  readonly platform: string;
  readonly region: string;
  readonly state: BoardState;
  readonly amountFen: number;
}

/** One statement of a batch about an order, sealed. Superseded: everything it says was known, or known newer. */
export interface SaidOfOrder {
  readonly inboxId: string;
  readonly event: OrderEvent;
  readonly receivedAt: Instant;
  readonly isSuperseded: boolean;
}

/** One order while a batch works on it: loaded, folded, judged, then written back once. */
export interface PooledOrder {
  id: string | null;
  readonly shopId: string;
  readonly orderNo: string;
  readonly platform: Platform;
  readonly groupId: string;
  version: number;
  facts: FactMap;
  review: Review;
  releasedAt: Instant | null;
  heldAt: Instant | null;
  class: OrderClass | null;
  isUrgent: boolean;
  verdict: Verdict | null;
  readonly clearedRules: readonly string[];
  readonly isHistory: boolean;
  readonly counted: Counted | null;
  plain: PlainReceiver | null;
  /** The words of its notes, and whether this batch brought some. */
  notes: OrderNotes;
  areNotesNew: boolean;
  /** High-risk marks, whatever rules make of them. */
  marks: readonly RiskMark[];
  /** Keyed hashes of where it goes and to whom; null = masked, missing, or no one door. */
  keys: RecipientKeys;
  /** Its prices were compared with those in force when it was first judged, and are not compared with later ones. */
  arePricesJudged: boolean;
  /** What the queue shows of a stored order, its amount or its buyer, is no longer what it was. */
  isShownOtherwise: boolean;
  /** Pieces that the order has begun to wait for, in words for its card; '' = none. */
  lacks: string;
  readonly statements: SaidOfOrder[];
  /** Arrival of the earliest message of this batch about the order. */
  readonly receivedAt: Instant;
  /** What this batch decided, for the log: held, released, … with its detail. */
  readonly decisions: { readonly action: string; readonly detail: Readonly<Record<string, unknown>> }[];
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** Calendar day in Asia/Shanghai (no daylight saving since 1991), as "2026-11-11". */
export const shanghaiDay = (at: Instant): string => new Date(at + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

export const placedAtOf = (order: Pick<PooledOrder, 'facts' | 'receivedAt'>): Instant =>
  factOf(order.facts, 'createdAt') ?? factOf(order.facts, 'paidAt') ?? order.receivedAt;

/** The masked name under which lists show the buyer; '' when nobody has said any. */
export const buyerShownOf = (facts: FactMap): string =>
  textOf(factOf(facts, 'buyerName')) || textOf(factOf(facts, 'receiver')?.name ?? null);

/** The last four characters of the masked phone, by which people ask for an order; null where there is none. */
export const phoneTailOf = (facts: FactMap): string | null =>
  textOf(factOf(facts, 'receiver')?.phone ?? null).slice(-4) || null;

/** The articles of an order, each once. */
export const skusOf = (facts: FactMap): string[] => [
  ...new Set((factOf(facts, 'lines') ?? []).flatMap(({ sku }) => sku || [])),
];

export const provinceOf = (facts: FactMap): string => factOf(facts, 'receiver')?.province ?? '';

export function lifecycleOfPooled(order: PooledOrder) {
  return lifecycleOf(order.facts, { review: order.review, releasedAt: order.releasedAt });
}

/** What the board counts the order as now. */
export function countedAs(order: PooledOrder): Counted {
  return {
    day: shanghaiDay(placedAtOf(order)),
    groupId: order.groupId,
    platform: order.platform,
    region: regionOf(provinceOf(order.facts)),
    state: boardStateOf(lifecycleOfPooled(order), order.class),
    amountFen: factOf(order.facts, 'amountFen') ?? 0,
  };
}
