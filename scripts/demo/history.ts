import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import type { UserActor } from '@/server/context';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { Followed } from '@/sim/given-orders';
import type { PlacedOrder } from '@/sim/shop/order';
import { prefixesOf } from '@/sim/shop/prefix';
import { createRandom, type Random } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop, type Shop } from '@/sim/shop/shop';
import { type ArrivalPlan, arrivals } from './arrivals';
import { SHOPS } from './cast';
import { Replay } from './replay';

/** How much history there is: days back, and orders as in ArrivalPlan. */
export type HistoryPlan = { readonly days: number } & Omit<ArrivalPlan, 'from' | 'until'>;
export const SEVEN_DAYS: HistoryPlan = {
  days: 7,
  perDay: 165,
  todayTimes: 2,
  surgePerHour: 110,
  surgeMs: 2 * HOUR_MS,
};

const MASKED_SHARE = 0.12;
/** When the orders were placed whose cards were forgotten: due within half an hour, so overdue by now. */
const FORGOTTEN_AGO_MS = [88, 71, 58].map((minutes) => minutes * MINUTE_MS);
/** From then on only the agent who is to be signed in as is at work, and at last nobody. */
const ONE_AT_WORK_MS = 2 * HOUR_MS;
const NOBODY_AT_WORK_MS = 50 * MINUTE_MS;

/** What a replay left behind. */
export interface History {
  readonly orders: number;
  readonly cards: number;
  /** Orders not closed at the end, for the simulator to go on with. */
  readonly followed: readonly Followed[];
}

interface WeightedShop {
  readonly weight: number;
  readonly shop: Shop;
}

function openShops(seed: number): readonly WeightedShop[] {
  const prefixes = prefixesOf(SHOPS.map(({ id }) => id));
  return SHOPS.map(({ id, weight }, n) => {
    const scenario = SCENARIOS.normal;
    const options = { shopId: id, prefix: prefixes[n] ?? '', seed: seed * 100 + n, scenario };
    return { weight, shop: createShop({ ...options, maskedShare: MASKED_SHARE }) };
  });
}

/** An order with a vague address, placed at `at`. */
function forgottenOrder(shop: Shop, at: Instant): PlacedOrder {
  for (;;) {
    const found = shop.nextOrders(at).find(({ flaw }) => flaw === 'vague-address');
    if (found) return found;
  }
}

function placedOrders(
  shops: readonly WeightedShop[],
  random: Random,
  until: Instant,
  plan: HistoryPlan,
): PlacedOrder[] {
  const times = arrivals(random, { ...plan, from: until - plan.days * DAY_MS, until });
  return times
    .flatMap((at) => random.byWeight(shops).shop.nextOrders(at))
    .filter(({ placedAt }) => placedAt < until - MINUTE_MS);
}

/**
 * Plays the days of the plan through the real inbox, pipeline and dispositions, each at its own time, ending at `until`.
 * Agents of the cast handle the cards; three are left overdue, and the youngest are left to whoever signs in.
 * Runs on a single connection, one moment after the other.
 */
export async function replayHistory(
  sealed: SealedDb,
  people: readonly UserActor[],
  until: Instant,
  options: { readonly seed: number; readonly plan: HistoryPlan },
): Promise<History> {
  const random = createRandom(options.seed);
  const shops = openShops(options.seed);
  const agents = people.filter(({ role }) => role === 'agent');
  const replay = new Replay(sealed, agents, until, random);
  for (const order of placedOrders(shops, random, until, options.plan)) replay.place(order);
  const [largest] = shops;
  if (largest) for (const ago of FORGOTTEN_AGO_MS) replay.forget(forgottenOrder(largest.shop, until - ago));
  const idsOf = (list: readonly UserActor[]) => list.map(({ userId }) => userId);
  replay.shift(until - (options.plan.days + 1) * DAY_MS, idsOf(agents));
  replay.shift(until - ONE_AT_WORK_MS, idsOf(agents.filter(({ username }) => username === 'agent')));
  replay.shift(until - NOBODY_AT_WORK_MS, []);
  return replay.run();
}
