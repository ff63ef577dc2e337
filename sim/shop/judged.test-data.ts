import { assessAddress } from '@/domain/order/clean/address';
import { detectMask } from '@/domain/order/clean/mask';
import { assessPhone } from '@/domain/order/clean/phone';
import { isMainland, provinceOf } from '@/domain/order/region';
import { compileRuleSet } from '@/domain/triage/compile';
import { DEFAULT_RULE_SET } from '@/domain/triage/default-rules';
import type { TriageFacts } from '@/domain/triage/facts';
import { judge } from '@/domain/triage/judge';
import type { Verdict } from '@/domain/triage/verdict';
import { CATALOGUE } from './catalogue';
import { amountFenOf, type PlacedOrder } from './order';
import type { Shop } from './shop';

/** Orders one after the other, `everyMs` apart, until there are at least `count`. */
export function ordersOf(shop: Shop, count: number, everyMs: number, from: number): PlacedOrder[] {
  const orders: PlacedOrder[] = [];
  for (let at = from; orders.length < count; at += everyMs) orders.push(...shop.nextOrders(at));
  return orders;
}

const LIST_FEN = new Map(CATALOGUE.map(({ sku, listFen }) => [sku, listFen]));

function factsOf(order: PlacedOrder, sameIpTimes: readonly number[], paidBefore: number): TriageFacts {
  const { receiver } = order;
  return {
    at: order.placedAt,
    placedAt: order.placedAt,
    platform: 'generic',
    status: 'to_ship',
    isPaid: true,
    amountFen: amountFenOf(order),
    paidFen: amountFenOf(order),
    noticedFen: null,
    refundFen: 0,
    couponFen: order.couponFen,
    paymentMethod: order.paymentMethod,
    holds: order.holds,
    note: order.buyerNote,
    address: assessAddress({ ...receiver, detail: detectMask(receiver.detail) }),
    phone: assessPhone(detectMask(receiver.phone)),
    isMainland: isMainland(receiver.province),
    province: provinceOf(receiver.province)?.name ?? null,
    dutyTerms: null,
    recipient: { state: 'missing' },
    phoneDistance: { state: 'unknown', reason: 'ship-from-unknown' },
    accountAgeMs: order.placedAt - order.buyer.registeredAt,
    buyerHistory: { paidBefore, returnTimes: [] },
    sameAddress: null,
    lines: order.lines.map(({ sku, unitFen }) => ({
      sku,
      unitPriceFen: unitFen,
      inForceFen: LIST_FEN.get(sku) ?? null,
      inForceSource: 'list',
    })),
    sameIpTimes,
  };
}

/** What the default rules say of each order, all of them known, list prices in force. */
export function verdictsOn(orders: readonly PlacedOrder[]): ReadonlyMap<PlacedOrder, Verdict> {
  const rules = compileRuleSet(DEFAULT_RULE_SET);
  const times = new Map<string, number[]>();
  for (const { buyer, placedAt } of orders) times.set(buyer.ip, [...(times.get(buyer.ip) ?? []), placedAt]);
  const timesOf = ({ buyer }: PlacedOrder) => (times.get(buyer.ip) ?? []).sort((a, b) => a - b);
  const placed = new Map<string, number>();
  return new Map(
    orders.map((order) => {
      const before = placed.get(order.buyer.id) ?? 0;
      placed.set(order.buyer.id, before + 1);
      return [order, judge(rules, factsOf(order, timesOf(order), before))];
    }),
  );
}
