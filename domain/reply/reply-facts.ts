import { HOUR_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { lifecycleOf, type ReviewState, type Stage, stageOf, stageSince } from '@/domain/order/lifecycle';
import type { FactMap, Stamped } from '@/domain/order/merge-events';
import type { FactSource, OrderField } from '@/domain/order/order';
import { carrierName } from './carrier-name';

/** Where an order stands, as far as a reply is concerned; 'no-order' for a conversation without one. */
export const REPLY_STATES = [
  'unpaid',
  'in-review',
  'picking',
  'packing',
  'part-shipped',
  'awaiting-collection',
  'in-transit',
  'signed',
  'cancelled',
  'no-order',
] as const;
export type ReplyState = (typeof REPLY_STATES)[number];

/** Who stated a fact; 'desk' is this system itself (its own review, the agent's own next step). */
export type ReplySource = FactSource | 'desk';

export interface ReplyFact<T> {
  readonly value: T;
  readonly source: ReplySource;
  /** When the source said so. */
  readonly at: Instant;
}

/** Everything a template may mention. A fact nobody stated is absent. */
export interface ReplyValues {
  readonly orderNo: string;
  /** What is going on with the order now, in Chinese words. */
  readonly stage: string;
  /** How long it has been so, in milliseconds. */
  readonly stageSince: number;
  readonly product: string;
  readonly amount: number;
  readonly refund: number;
  readonly paidAt: Instant;
  readonly releasedAt: Instant;
  readonly pickedAt: Instant;
  readonly shippedAt: Instant;
  readonly collectedAt: Instant;
  readonly signedAt: Instant;
  readonly cancelledAt: Instant;
  /** The promised time, while it lies ahead. */
  readonly promisedAt: Instant;
  /** The promised time, once it has passed. */
  readonly missedPromiseAt: Instant;
  readonly carrier: string;
  readonly trackingNo: string;
  readonly trackingTail: string;
  /** By when the agent will report back. */
  readonly nextUpdate: Instant;
}
export type FactName = keyof ReplyValues;
export type ReplyFacts = { readonly [F in FactName]?: ReplyFact<ReplyValues[F]> };

/** What a reply may build on: where the order stands and what is known of it. */
export interface OrderFacts {
  readonly state: ReplyState;
  readonly facts: ReplyFacts;
}

const STATE_OF_STAGE: Readonly<Record<Stage, ReplyState>> = {
  payment: 'unpaid',
  review: 'in-review',
  picking: 'picking',
  packing: 'packing',
  collection: 'awaiting-collection',
  delivery: 'in-transit',
};

const STATE_WORDS: Readonly<Record<ReplyState, string>> = {
  unpaid: '待付款',
  'in-review': '审核中',
  picking: '仓库配货中',
  packing: '打包中',
  'part-shipped': '部分商品已出库',
  'awaiting-collection': '已出库、等待快递揽收',
  'in-transit': '运输途中',
  signed: '已签收',
  cancelled: '已取消',
  'no-order': '',
};

/** The facts that establish a state, strongest first: the stamp of the first one present is the state's own stamp. */
const STATE_FIELDS: Readonly<Record<ReplyState, readonly OrderField[]>> = {
  unpaid: ['status'],
  'in-review': ['paidAt', 'status'],
  picking: ['status'],
  packing: ['pickedAt', 'status'],
  'part-shipped': ['status'],
  'awaiting-collection': ['packedAt', 'shippedAt', 'status'],
  'in-transit': ['collectedAt', 'status'],
  signed: ['signedAt', 'doneAt', 'status'],
  cancelled: ['cancelledAt', 'status'],
  'no-order': [],
};

const UPDATE_WITHIN_MS = HOUR_MS;
const UPDATE_STEP_MS = 30 * MINUTE_MS;

/** When the agent can fairly report back: an hour from now, rounded up to the next half hour. */
export const nextUpdateAt = (now: Instant): Instant =>
  Math.ceil((now + UPDATE_WITHIN_MS) / UPDATE_STEP_MS) * UPDATE_STEP_MS;

const deskFact = <T>(value: T, at: Instant): ReplyFact<T> => ({ value, source: 'desk', at });

/** The facts of a conversation without an order. */
export const factsWithoutOrder = (now: Instant): OrderFacts => ({
  state: 'no-order',
  facts: { nextUpdate: deskFact(nextUpdateAt(now), now) },
});

const fromStamp = <T, V>(stamp: Stamped<T> | undefined, read: (value: T) => V | null): ReplyFact<V> | undefined => {
  if (stamp === undefined || stamp.value === null || stamp.value === undefined) return undefined;
  const value = read(stamp.value);
  return value === null ? undefined : { value, source: stamp.source, at: stamp.at };
};
const same = <T>(value: T): T => value;
const filled = (text: string): string | null => text.trim() || null;

/** Where the order stands for a reply. */
export function replyStateOf(facts: FactMap, review: ReviewState): ReplyState {
  const order = lifecycleOf(facts, review);
  if (order.status === 'cancelled') return 'cancelled';
  const stage = stageOf(order);
  if (stage === null) return 'signed';
  return order.status === 'part_shipped' && stage === 'collection' ? 'part-shipped' : STATE_OF_STAGE[stage];
}

/** The state in words; absent for an order that review has rejected, of which nothing may be claimed. */
function stageFacts(state: ReplyState, facts: FactMap, review: ReviewState, now: Instant): ReplyFacts {
  if (review.review === 'rejected' && state === 'in-review') return {};
  const stamp = STATE_FIELDS[state].map((field) => facts[field]).find((one) => one !== undefined);
  const stated =
    state === 'picking' && review.releasedAt !== null
      ? deskFact('', review.releasedAt)
      : stamp && { source: stamp.source, at: stamp.at };
  if (stated === undefined) return {};
  const since = stageSince(lifecycleOf(facts, review));
  return {
    stage: { value: STATE_WORDS[state], source: stated.source, at: stated.at },
    ...(since !== null && now > since
      ? { stageSince: { value: now - since, source: stated.source, at: stated.at } }
      : {}),
  };
}

/** What an order's merged facts allow a reply to say now. Values that nobody stated are left out. */
export function replyFactsOf(
  order: { readonly orderNo: string; readonly facts: FactMap; readonly review: ReviewState },
  now: Instant,
): OrderFacts {
  const { facts, review } = order;
  const state = replyStateOf(facts, review);
  const amount = (value: number) => (value > 0 ? value : null);
  // What a shop's page promises is when it ships, where the platform says that.
  const promise = facts.shipBy ?? facts.promisedAt;
  const values: ReplyFacts = {
    orderNo: deskFact(order.orderNo, now),
    ...stageFacts(state, facts, review, now),
    product: fromStamp(facts.lines, (lines) => filled(lines[0]?.title ?? '')),
    amount: fromStamp(facts.amountFen, amount),
    refund: fromStamp(facts.refundFen, amount),
    paidAt: fromStamp(facts.paidAt, same),
    ...(review.releasedAt === null ? {} : { releasedAt: deskFact(review.releasedAt, review.releasedAt) }),
    pickedAt: fromStamp(facts.pickedAt, same),
    shippedAt: fromStamp(facts.packedAt ?? facts.shippedAt, same),
    collectedAt: fromStamp(facts.collectedAt, same),
    signedAt: fromStamp(facts.signedAt ?? facts.doneAt, same),
    cancelledAt: fromStamp(facts.cancelledAt, same),
    promisedAt: fromStamp(promise, (at) => (at > now ? at : null)),
    missedPromiseAt: fromStamp(promise, (at) => (at <= now ? at : null)),
    carrier: fromStamp(facts.carrier, (carrier) => filled(carrierName(carrier))),
    trackingNo: fromStamp(facts.trackingNo, filled),
    trackingTail: fromStamp(facts.trackingNo, (no) => filled(no.trim().slice(-4))),
    nextUpdate: deskFact(nextUpdateAt(now), now),
  };
  return { state, facts: values };
}
