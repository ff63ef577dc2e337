import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import type { PaymentMethod } from '@/domain/order/order';
import { aCompleteAddress, aRelayAddress, aVagueAddress } from './addresses';
import { type Basket, fillBasket } from './basket';
import { CALM_NOTES, PLAIN_NOTES, URGENT_NOTES } from './notes';
import { FLAWS, type Flaw, goodsFenOf, type PlacedOrder } from './order';
import { aBrokenPhone, aName, anIp, aPhone, maskedDetail, maskedName, maskedPhone } from './people';
import { createRandom, type Random } from './random';
import type { Scenario } from './scenarios';

export interface ShopOptions {
  readonly shopId: string;
  /** Two or three capitals before the order number. */
  readonly prefix: string;
  readonly seed: number;
  readonly scenario: Scenario;
  /** Orders whose name, phone and detail arrive covered, 0 to 1. */
  readonly maskedShare: number;
  /** Buyers who order once more within a minute, to the same address, 0 to 1; none where it is left out. */
  readonly twiceShare?: number;
}

/** A shop whose buyers order at random, the same way for the same seed and times. */
export interface Shop {
  /** The next order placed at `at`; where somebody orders twice or in a burst, also the others, at most four minutes later. */
  nextOrders(at: Instant): readonly PlacedOrder[];
}

type Person = Pick<PlacedOrder['buyer'], 'id' | 'name' | 'registeredAt' | 'tags'> & { readonly phone: string };

const KEPT_BUYERS = 400;
const RETURNING_SHARE = 0.25;
const NEW_ACCOUNT_SHARE = 0.1;
/** A coupon on the first order of an account younger than this arouses suspicion. */
const YOUNG_MS = 30 * DAY_MS;
const VIP_SHARE = 0.03;
const NOTE_SHARE = 0.15;
const BURST = { least: 3, most: 5, withinMs: 4 * MINUTE_MS };
const BURST_MEAN = (BURST.least + BURST.most) / 2;
const TWICE = { leastMs: 8_000, mostMs: 50_000 };
const HOLDS = ['platform_risk_control', 'refund_open', 'locked'];
const METHODS: readonly { readonly method: PaymentMethod; readonly weight: number }[] = [
  { method: 'wechat', weight: 52 },
  { method: 'alipay', weight: 40 },
  { method: 'card', weight: 5 },
  { method: 'balance', weight: 3 },
];
const WAREHOUSES = ['华东一号仓', '华南二号仓'];
const CARRIERS = ['顺丰速运', '中通快递', '圆通速递', '韵达快递', '京东物流'];
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;

/** 20261111203015 in Asia/Shanghai. */
const stampOf = (at: Instant): string =>
  new Date(at + SHANGHAI_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14);

function createBuyers(random: Random) {
  const known: Person[] = [];
  let count = 0;
  return (at: Instant, isYoung: boolean): Person => {
    if (!isYoung && known.length > 20 && random.chance(RETURNING_SHARE)) return random.oneOf(known);
    count += 1;
    const age =
      isYoung || random.chance(NEW_ACCOUNT_SHARE) ? random.int(1, 90) * MINUTE_MS : random.int(20, 2_000) * DAY_MS;
    const person = {
      id: `u_${stampOf(at).slice(2)}${count}`,
      name: aName(random),
      phone: aPhone(random),
      registeredAt: at - age,
      tags: random.chance(VIP_SHARE) ? ['VIP'] : [],
    };
    known[(count - 1) % KEPT_BUYERS] = person;
    return person;
  };
}

/** Whoever is new takes a coupon only where that is the flaw: honest newcomers in this shop get theirs later. */
function couponOf(flaw: Flaw | null, person: Person, at: Instant, content: Basket['content']): number {
  if (flaw === 'new-account-coupon') return Math.max(content.couponFen, Math.ceil(goodsFenOf(content) / 20));
  return at - person.registeredAt <= YOUNG_MS ? 0 : content.couponFen;
}

/** One of the flaws, or null for an order as it should be. A burst is drawn once for all its orders. */
function drawFlaw(random: Random, shares: Scenario['flawShares']): Flaw | null {
  let rest = random.next();
  for (const flaw of FLAWS) {
    rest -= flaw === 'ip-burst' ? shares[flaw] / BURST_MEAN : shares[flaw];
    if (rest < 0) return flaw;
  }
  return null;
}

function receiverOf(random: Random, flaw: Flaw | null, person: Person, maskedShare: number): PlacedOrder['receiver'] {
  const make = flaw === 'vague-address' ? aVagueAddress : flaw === 'relay-address' ? aRelayAddress : aCompleteAddress;
  const address = make(random);
  const phone = flaw === 'broken-phone' ? aBrokenPhone(random) : person.phone;
  const isMasked = flaw === null && random.chance(maskedShare);
  if (!isMasked) return { ...address, name: person.name, phone };
  return {
    ...address,
    name: maskedName(person.name),
    phone: maskedPhone(phone),
    detail: maskedDetail(address.detail),
  };
}

/** Whole thousands arouse suspicion only where the buyer wrote nothing. */
function noteOf(random: Random, flaw: Flaw | null, { urgentShare, calmShare }: Scenario) {
  if (flaw === 'whole-thousand') return { buyerNote: '', isUrgent: false };
  if (random.chance(urgentShare)) return { buyerNote: random.oneOf(URGENT_NOTES), isUrgent: true };
  if (random.chance(calmShare)) return { buyerNote: random.oneOf(CALM_NOTES), isUrgent: false };
  return { buyerNote: random.chance(NOTE_SHARE) ? random.oneOf(PLAIN_NOTES) : '', isUrgent: false };
}

export function createShop({ shopId, prefix, seed, scenario, maskedShare, twiceShare = 0 }: ShopOptions): Shop {
  const random = createRandom(seed);
  const buyerAt = createBuyers(random);
  let serial = 0;

  function order(at: Instant, flaw: Flaw | null, ip: string, basket: Basket): PlacedOrder {
    const person = buyerAt(at, flaw === 'new-account-coupon');
    const { phone: _phone, ...buyer } = person;
    serial = (serial + 1) % 10_000;
    return {
      shopId,
      orderNo: `${prefix}${stampOf(at)}${String(serial).padStart(4, '0')}`,
      placedAt: at,
      flaw: flaw ?? basket.flaw,
      buyer: { ...buyer, ip },
      receiver: receiverOf(random, flaw, person, maskedShare),
      ...basket.content,
      couponFen: couponOf(flaw, person, at, basket.content),
      paymentMethod: random.byWeight(METHODS).method,
      ...noteOf(random, flaw, scenario),
      sellerNote: null,
      holds: flaw === 'platform-hold' ? [random.oneOf(HOLDS)] : [],
      warehouse: random.oneOf(WAREHOUSES),
      carrier: random.oneOf(CARRIERS),
    };
  }

  /** One buyer who finds something more as soon as the first order is placed. */
  function twoOrders(at: Instant, ip: string): readonly PlacedOrder[] {
    const first = order(at, null, ip, fillBasket(random, null, scenario));
    const later = at + random.int(TWICE.leastMs, TWICE.mostMs);
    const second = order(later, null, ip, fillBasket(random, null, scenario));
    const { buyer, receiver } = first;
    return [first, { ...second, buyer, receiver, couponFen: 0 }];
  }

  return {
    nextOrders(at) {
      const flaw = drawFlaw(random, scenario.flawShares);
      const ip = anIp(random);
      if (flaw === null && twiceShare > 0 && random.chance(twiceShare)) return twoOrders(at, ip);
      const count = flaw === 'ip-burst' ? random.int(BURST.least, BURST.most) : 1;
      const delays = Array.from({ length: count }, (_, n) => (n === 0 ? 0 : random.int(1_000, BURST.withinMs)));
      return delays
        .sort((a, b) => a - b)
        .map((delayMs) => order(at + delayMs, flaw, ip, fillBasket(random, flaw, scenario)));
    },
  };
}
