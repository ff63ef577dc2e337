import type { Instant } from '@/domain/clocks/instant';
import { lifecycleOf, type Review, type Stage, stageOf, stageSince } from '@/domain/order/lifecycle';
import { textOf } from '@/domain/order/mask';
import { type FactMap, factOf } from '@/domain/order/merge-events';
import type { OrderNotes } from '@/domain/order/notes';
import type { OrderLine, OrderStatus } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import { areaOf, type RiskMark } from '@/domain/order/risk-marks';
import { maskNumbers } from '@/domain/privacy/mask-numbers';
import type { Evidence, OrderClass, Verdict } from '@/domain/triage/verdict';
import type { RuleName } from '@/server/rules/rule-names';
import { type FactViews, factViews } from './fact-views';
import { type StageView, stageViews } from './stage-views';

export interface VerdictView {
  readonly ruleSetVersion: number;
  readonly route: Verdict['route'];
  readonly scoreBp: number;
  readonly hits: readonly {
    readonly ruleId: string;
    readonly name: RuleName | null;
    readonly outcome: string;
    readonly weightBp: number;
    readonly evidence: readonly Evidence[];
  }[];
  readonly unknowns: readonly { readonly ruleId: string; readonly name: RuleName | null; readonly reason: string }[];
  readonly passedBy: readonly NamedRule[];
  /** Rules that hit and were not heeded, and the rule that vouched. */
  readonly skipped: readonly { readonly rule: NamedRule; readonly by: NamedRule }[];
}
interface NamedRule {
  readonly ruleId: string;
  readonly name: RuleName | null;
}

/** Whom an order goes to, masked; the plain values are asked for one at a time. */
export interface ReceiverView {
  readonly name: string;
  readonly phone: string;
  readonly area: string;
  readonly detail: string;
  /** There are plain values that could be looked at. */
  readonly isKept: boolean;
  /** When the plain values were removed because their time was over. */
  readonly removedAt: Instant | null;
}

/** Everything the desk and the order page show of one order; personal values masked. */
export interface OrderDetail {
  readonly orderId: string;
  readonly orderNo: string;
  readonly version: number;
  readonly platform: Platform;
  readonly shopId: string;
  readonly shopName: string;
  readonly groupId: string;
  readonly status: OrderStatus;
  readonly stage: Stage | null;
  readonly stageSince: Instant | null;
  readonly stages: readonly StageView[];
  readonly placedAt: Instant;
  readonly review: Review;
  readonly releasedAt: Instant | null;
  readonly heldAt: Instant | null;
  readonly class: OrderClass | null;
  readonly isUrgent: boolean;
  readonly isHistory: boolean;
  readonly who: string;
  readonly phoneShown: string;
  readonly addressShown: string;
  readonly receiver: ReceiverView | null;
  readonly marks: readonly RiskMark[];
  readonly lines: readonly OrderLine[];
  readonly facts: FactViews;
  /** A note has numbers that are hidden here and can be looked at. */
  readonly hasHiddenNote: boolean;
  readonly verdict: VerdictView | null;
}

export interface OrderDetailRow {
  readonly id: string;
  readonly order_no: string;
  readonly version: string;
  readonly platform: Platform;
  readonly shop_id: string;
  readonly shop_name: string;
  readonly group_id: string;
  readonly facts: FactMap;
  readonly placed_at: Instant;
  readonly review: Review;
  readonly released_at: Instant | null;
  readonly held_at: Instant | null;
  readonly class: OrderClass | null;
  readonly is_urgent: boolean;
  readonly is_history: boolean;
  readonly buyer_shown: string;
  readonly verdict: Verdict | null;
  readonly marks: readonly RiskMark[] | null;
  readonly is_receiver_kept: boolean | null;
  readonly receiver_removed_at: Instant | null;
  readonly notes_sealed: Buffer | null;
}

export const ORDER_DETAIL_SQL = `select o.id, o.order_no, o.version, o.platform, o.shop_id, s.name as shop_name, o.group_id,
  o.facts, o.placed_at, o.review, o.released_at, o.held_at, o.class, o.is_urgent, o.is_history, o.buyer_shown, o.verdict, o.marks,
  r.sealed is not null as is_receiver_kept, r.removed_at as receiver_removed_at, r.notes_sealed
  from orders o join shops s on s.id = o.shop_id left join order_receivers r on r.order_id = o.id`;

const hasHidden = (notes: OrderNotes | null): boolean =>
  notes !== null && [notes.buyerNote, notes.sellerNote].some((note) => maskNumbers(note) !== note);

function verdictView(verdict: Verdict | null, names: Readonly<Record<string, RuleName>>): VerdictView | null {
  if (verdict === null) return null;
  const nameOf = (ruleId: string) => names[ruleId] ?? null;
  return {
    ruleSetVersion: verdict.ruleSetVersion,
    route: verdict.route,
    scoreBp: verdict.scoreBp,
    hits: verdict.hits.map((hit) => ({ ...hit, name: nameOf(hit.ruleId) })),
    unknowns: verdict.unknowns.map(({ ruleId, reason }) => ({ ruleId, reason, name: nameOf(ruleId) })),
    passedBy: verdict.passedBy.map((ruleId) => ({ ruleId, name: nameOf(ruleId) })),
    skipped: (verdict.skipped ?? []).map(({ ruleId, by }) => ({
      rule: { ruleId, name: nameOf(ruleId) },
      by: { ruleId: by, name: nameOf(by) },
    })),
  };
}

function receiverView(row: OrderDetailRow): ReceiverView | null {
  const receiver = factOf(row.facts, 'receiver');
  return (
    receiver && {
      name: textOf(receiver.name),
      phone: textOf(receiver.phone),
      area: areaOf(receiver),
      detail: textOf(receiver.detail),
      isKept: row.is_receiver_kept === true,
      removedAt: row.receiver_removed_at,
    }
  );
}

/** Presents a stored order; rule names come from the version of the rule set that judged it. */
export function presentOrder(
  row: OrderDetailRow,
  names: Readonly<Record<string, RuleName>>,
  notes: OrderNotes | null,
): OrderDetail {
  const life = lifecycleOf(row.facts, { review: row.review, releasedAt: row.released_at });
  const receiver = receiverView(row);
  return {
    orderId: row.id,
    orderNo: row.order_no,
    version: Number(row.version),
    platform: row.platform,
    shopId: row.shop_id,
    shopName: row.shop_name,
    groupId: row.group_id,
    status: life.status,
    stage: stageOf(life),
    stageSince: stageSince(life),
    stages: stageViews(life),
    placedAt: row.placed_at,
    review: row.review,
    releasedAt: row.released_at,
    heldAt: row.held_at,
    class: row.class,
    isUrgent: row.is_urgent,
    isHistory: row.is_history,
    who: row.buyer_shown,
    phoneShown: receiver?.phone ?? '',
    addressShown: receiver ? receiver.area + receiver.detail : '',
    receiver,
    marks: row.marks ?? [],
    lines: factOf(row.facts, 'lines') ?? [],
    facts: factViews(row.facts, notes),
    hasHiddenNote: hasHidden(notes),
    verdict: verdictView(row.verdict, names),
  };
}
