import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import { DOUDIAN_PREFIX, doudianOrderOf, lastChangeOf, tagOf } from './douyin/order-shape';
import { type DoudianStandIn, startDoudianStandIn } from './douyin/stand-in';
import type { SimDoudian } from './options';
import type { Progress, ShopEvent } from './shop/life';
import type { Random } from './shop/random';
import type { Scenario } from './shop/scenarios';
import { createShop } from './shop/shop';
import type { Followed, TrafficShop } from './traffic';

/** Of the calls that the platform answers in a second; the product has to keep within it. */
const CALLS_PER_SECOND = 50;
/** An order that has been quiet for so long is not kept: nobody asks for it any more. */
const KEPT_MS = 3 * DAY_MS;
const SWEEP_EVERY = 2_000;

/** A shop whose platform names orders instead of pushing them. */
export interface HintedShop {
  readonly shop: TrafficShop;
  report(): string;
  close(): Promise<void>;
}

/** What its platform covers or does not know cannot be found wrong by any rule, so nothing is wrong with it. */
const visibleFlaws = (scenario: Scenario): Scenario => ({
  ...scenario,
  flawShares: {
    ...scenario.flawShares,
    'vague-address': 0,
    'relay-address': 0,
    'broken-phone': 0,
    'platform-hold': 0,
    'ip-burst': 0,
  },
});

/** Tells the platform of a step, and the platform tells the product, or loses it. */
function teller(standIn: DoudianStandIn, clock: () => Instant) {
  let told = 0;
  return async (progress: Progress, type: ShopEvent, at: Instant): Promise<boolean> => {
    const order = doudianOrderOf(progress, at);
    standIn.put(order);
    told += 1;
    if (told % SWEEP_EVERY === 0) standIn.forget(clock() - KEPT_MS);
    const tag = tagOf(type);
    if (tag !== null) await standIn.push([standIn.hint(order.order_id, tag)], 1);
    return true;
  };
}

/** Starts the stand-in of 抖店 on its port, with the orders of an earlier run. Rejects when the port is taken. */
export async function startHintedShop(parts: {
  readonly doudian: SimDoudian;
  readonly productUrl: URL;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly random: Random;
  readonly followed: readonly Followed[];
  readonly lossShare: number;
  readonly repeatShare: number;
  readonly clock: () => Instant;
}): Promise<HintedShop> {
  const { doudian, clock, random, lossShare, repeatShare } = parts;
  const pushUrl = new URL(`/hooks/douyin/${encodeURIComponent(doudian.shopId)}`, parts.productUrl).href;
  const standIn = await startDoudianStandIn({
    ...{ port: doudian.port, appKey: doudian.appKey, appSecret: doudian.appSecret, shopId: doudian.platformShopId },
    ...{ callsPerSecond: CALLS_PER_SECOND, pushUrl, random, lossShare, repeatShare, now: clock },
  });
  for (const { progress } of parts.followed)
    if (progress.order.shopId === doudian.shopId) standIn.put(doudianOrderOf(progress, lastChangeOf(progress)));
  const scenario = visibleFlaws(parts.scenario);
  const options = { shopId: doudian.shopId, prefix: DOUDIAN_PREFIX, seed: parts.seed, scenario, maskedShare: 0 };
  return {
    shop: { id: doudian.shopId, shop: createShop(options), tell: teller(standIn, clock) },
    report: () => {
      const { taken, failed, lost } = standIn.counts();
      const details = standIn.timesCalled('order.orderDetail');
      return `抖店: ${taken} hints taken, ${lost} lost on purpose, ${failed} failed, ${details} orders asked for`;
    },
    close: standIn.close,
  };
}
