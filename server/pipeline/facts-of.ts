import type { Instant } from '@/domain/clocks/instant';
import type { PhoneAssessment } from '@/domain/order/assessments';
import { isPaid } from '@/domain/order/lifecycle';
import { type FactMap, factOf, saidBy } from '@/domain/order/merge-events';
import { notedText } from '@/domain/order/notes';
import { cityOfCode, distanceKm } from '@/domain/order/places';
import { provinceOf as readProvince } from '@/domain/order/region';
import type { BuyerHistory, PhoneDistance, PricedLine, SameAddress, TriageFacts } from '@/domain/triage/facts';
import { PLACES } from '@/server/reference/places';
import { lifecycleOfPooled, type PooledOrder, placedAtOf, provinceOf } from './pooled-order';
import { priceInForce } from './price-points';
import { accountOf, buyerKeyOf, type Features, ipOf, skuKey } from './surroundings';

const distanceUnknown = (reason: Extract<PhoneDistance, { state: 'unknown' }>['reason']): PhoneDistance => ({
  state: 'unknown',
  reason,
});

function phoneDistanceOf(phone: PhoneAssessment, shipFrom: string | undefined): PhoneDistance {
  if (phone.state !== 'known') return distanceUnknown(phone.state === 'masked' ? 'phone-masked' : 'phone-missing');
  if (shipFrom === undefined) return distanceUnknown('ship-from-unknown');
  const home = phone.home ? cityOfCode(phone.home, PLACES) : null;
  const from = cityOfCode(shipFrom, PLACES);
  if (home === null) return distanceUnknown('phone-home-unknown');
  if (from === null) return distanceUnknown('ship-from-unknown');
  return { state: 'known', km: distanceKm(home, from), city: home.name };
}

/** null where the address is masked or no one door, or where nobody looked around this order. */
function sameAddressOf(order: PooledOrder, features: Features): SameAddress | null {
  const { addressKey, recipientKey } = order.keys;
  const neighbours = addressKey === null ? undefined : features.sameAddress.get(addressKey);
  if (neighbours === undefined) return null;
  return {
    account: accountOf(order),
    recipient: recipientKey,
    uses: neighbours.map(({ at, buyer_id, recipient_key }) => ({ at, account: buyer_id, recipient: recipient_key })),
  };
}

function buyerHistoryOf(order: PooledOrder, features: Features): BuyerHistory | null {
  const key = buyerKeyOf(order);
  const orders = key === null ? undefined : features.buyers.get(key);
  if (orders === undefined) return null;
  const placedAt = placedAtOf(order);
  const others = orders.filter((other) => other.order_no !== order.orderNo);
  return {
    paidBefore: others.filter((other) => other.is_paid && other.at < placedAt).length,
    returnTimes: others.flatMap((other) => other.returned_at ?? []).sort((a, b) => a - b),
  };
}

/**
 * A price is compared with what is in force when the order is first judged. Later the price that was in force then is taken
 * from the verdict, so that an order placed before a campaign is not held for its price during it.
 */
function judgedPrice(order: PooledOrder, sku: string, unitPriceFen: number) {
  const evidence = order.verdict?.hits
    .flatMap((hit) => hit.evidence)
    .find((one) => one.signal === 'unit-price-off' && one.span === sku);
  return { inForceFen: evidence?.limit ?? unitPriceFen, inForceSource: 'median' as const, moveBp: null };
}

function linesOf(order: PooledOrder, features: Features): PricedLine[] {
  const moveBp = features.priceMoves.get(order.shopId) ?? null;
  return (factOf(order.facts, 'lines') ?? []).map(({ sku, unitPriceFen }) => ({
    sku,
    unitPriceFen,
    ...(order.arePricesJudged
      ? judgedPrice(order, sku, unitPriceFen)
      : { ...priceInForce(features.prices.get(skuKey(order.shopId, sku))), moveBp }),
  }));
}

/** What the payment service says was received. A person who has taken a side speaks of the same amount, after it. */
const noticedFenOf = (facts: FactMap): number | null =>
  facts.paidFen?.source === 'person' ? null : (saidBy(facts, 'paidFen', ['payment'])?.value ?? null);

/** Freezes what rules may look at for one order. */
export function triageFactsOf(order: PooledOrder, features: Features, now: Instant): TriageFacts {
  const fact = <F extends Parameters<typeof factOf>[1]>(field: F) => factOf(order.facts, field);
  const ip = ipOf(order);
  const assessment = fact('assessment');
  const province = readProvince(provinceOf(order.facts));
  const phone = assessment?.phone ?? { state: 'missing' };
  const placedAt = placedAtOf(order);
  const registeredAt = fact('buyerRegisteredAt');
  return {
    at: now,
    placedAt,
    platform: order.platform,
    status: fact('status') ?? 'unpaid',
    isPaid: isPaid(lifecycleOfPooled(order)),
    amountFen: fact('amountFen'),
    paidFen: fact('paidFen'),
    noticedFen: noticedFenOf(order.facts),
    refundFen: fact('refundFen'),
    couponFen: fact('couponFen'),
    paymentMethod: fact('paymentMethod'),
    holds: fact('holds') ?? [],
    note: notedText(order.facts, order.notes),
    address: assessment?.address ?? { state: 'missing' },
    phone,
    isMainland: province === null ? null : province.region !== 'hmt' && province.region !== 'overseas',
    province: province?.name ?? null,
    dutyTerms: fact('dutyTerms'),
    recipient: assessment?.recipient ?? { state: 'missing' },
    phoneDistance: phoneDistanceOf(phone, features.shipFrom.get(order.shopId)),
    accountAgeMs: registeredAt === null ? null : placedAt - registeredAt,
    buyerHistory: buyerHistoryOf(order, features),
    lines: linesOf(order, features),
    sameIpTimes: ip === null ? null : (features.sameIp.get(ip) ?? []).map((entry) => entry.at),
    sameAddress: sameAddressOf(order, features),
  };
}
