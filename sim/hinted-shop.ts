import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import { startDoudian } from './douyin/telling';
import type { Followed } from './given-orders';
import { startJd } from './jd/telling';
import type { SimPlatforms } from './options';
import { startPinduoduo } from './pinduoduo/telling';
import { lastChangeOf, type TellingPlatform } from './platform/telling';
import type { Progress, ShopEvent } from './shop/life';
import type { Random } from './shop/random';
import type { Scenario } from './shop/scenarios';
import { createShop } from './shop/shop';
import { startTaobao } from './taobao/telling';
import type { TrafficShop } from './traffic';
import { startWechat } from './wechat/telling';

/** Of the calls that a platform answers in a second; the product has to keep within it. */
const CALLS_PER_SECOND = 50;
/** An order that has been quiet for so long is not kept: nobody asks for it any more. */
const KEPT_MS = 3 * DAY_MS;
const SWEEP_EVERY = 2_000;

/** A shop whose platform names orders, or lets them be looked for, instead of pushing them. */
export interface HintedShop {
  readonly shop: TrafficShop;
  report(): string;
  close(): Promise<void>;
}

export interface HintedParts {
  readonly platforms: SimPlatforms;
  readonly productUrl: URL;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly random: Random;
  readonly followed: readonly Followed[];
  readonly lossShare: number;
  readonly repeatShare: number;
  readonly clock: () => Instant;
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

/** Tells the platform of a step, and the platform tells the product in its own way, or loses it. */
function teller(platform: TellingPlatform, clock: () => Instant) {
  let told = 0;
  return async (progress: Progress, type: ShopEvent, at: Instant): Promise<boolean> => {
    told += 1;
    if (told % SWEEP_EVERY === 0) platform.forget(clock() - KEPT_MS);
    await platform.tell(progress, type, at);
    return true;
  };
}

function shopOf(parts: HintedParts, shopId: string, seed: number, platform: TellingPlatform): HintedShop {
  for (const { progress } of parts.followed)
    if (progress.order.shopId === shopId) platform.recall(progress, lastChangeOf(progress));
  const scenario = visibleFlaws(parts.scenario);
  const options = { shopId, prefix: platform.prefix, seed, scenario, maskedShare: 0 };
  return {
    shop: { id: shopId, shop: createShop(options), tell: teller(platform, parts.clock) },
    report: platform.report,
    close: platform.close,
  };
}

/** Starts the stand-in of every platform that is set up, with the orders of an earlier run. Rejects when a port is taken. */
export async function startHintedShops(parts: HintedParts): Promise<HintedShop[]> {
  const { doudian, taobao, jd, pinduoduo, wechat } = parts.platforms;
  const { random, lossShare, repeatShare, clock: now } = parts;
  const shared = { callsPerSecond: CALLS_PER_SECOND, random, lossShare, repeatShare, now };
  const doorOf = (channel: string, shopId: string) =>
    new URL(`/hooks/${channel}/${encodeURIComponent(shopId)}`, parts.productUrl).href;
  const shops: HintedShop[] = [];
  if (doudian) {
    const pushUrl = doorOf('douyin', doudian.shopId);
    const platform = await startDoudian({ ...shared, ...doudian, shopId: doudian.platformShopId, pushUrl });
    shops.push(shopOf(parts, doudian.shopId, parts.seed, platform));
  }
  if (taobao) shops.push(shopOf(parts, taobao.shopId, parts.seed + 1, await startTaobao({ ...shared, ...taobao })));
  if (jd) shops.push(shopOf(parts, jd.shopId, parts.seed + 2, await startJd({ ...shared, ...jd })));
  if (pinduoduo) {
    const platform = await startPinduoduo({ ...shared, ...pinduoduo, clientSecret: pinduoduo.appSecret });
    shops.push(shopOf(parts, pinduoduo.shopId, parts.seed + 3, platform));
  }
  if (wechat) {
    const platform = await startWechat({ ...shared, ...wechat, pushUrl: doorOf('wechat', wechat.shopId) });
    shops.push(shopOf(parts, wechat.shopId, parts.seed + 4, platform));
  }
  return shops;
}
