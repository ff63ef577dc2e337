import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { isClosed } from '@/domain/order/lifecycle';
import { createAgenda } from './agenda';
import { type Followed, givenOrders, waitsForWarehouse } from './given-orders';
import type { Outside } from './outside/outside';
import type { Sender } from './sender';
import { advance, newProgress, nextStep, type Progress, type ShopEvent, type Step } from './shop/life';
import { messageOf } from './shop/message';
import type { Random } from './shop/random';
import type { Scenario } from './shop/scenarios';
import type { Shop } from './shop/shop';

/** Tells the product what happened to an order; resolves to whether that was taken. */
export type Tell = (progress: Progress, type: ShopEvent, at: Instant) => Promise<boolean>;

export interface TrafficShop {
  readonly id: string;
  readonly shop: Shop;
  readonly tell: Tell;
}

export interface TrafficOptions {
  readonly shops: readonly TrafficShop[];
  readonly sender: Pick<Sender, 'underway'>;
  readonly scenario: Scenario;
  readonly random: Random;
  /** Orders a minute, over all shops, before the scenario's own ups and downs. */
  readonly ratePerMinute: number;
  readonly maxOrders: number;
  readonly speed: number;
  /** Orders of an earlier run that go on. */
  readonly followed: readonly Followed[];
  /** A paid order was accepted. */
  readonly onPaid: (progress: Progress) => void;
  readonly outside: Pick<Outside, 'hasWarehouse' | 'warehouseNews' | 'onStep'>;
}

export interface Traffic {
  readonly placed: number;
  /** Does everything whose time has come. */
  tick(now: Instant): void;
  /** The orders that are not closed. */
  followed(): readonly Followed[];
}

/** More pushes than this waiting for an answer: what comes next waits as well. */
const MOST_UNDERWAY = 2_000;
/** Orders beyond this many are not followed after their payment, so that a long fast run stays within memory. */
const MOST_FOLLOWED = 200_000;
const MOST_WAITING = 10_000;

/** Whole orders by the generic protocol; of all pushes, some are sent a second time, as platforms do. */
export const tellWhole =
  (sender: Pick<Sender, 'send'>, secret: string, random: Random, repeatShare: number): Tell =>
  (progress, type, at) => {
    const target = { shopId: progress.order.shopId, secret };
    const message = messageOf(progress, type, at);
    const sending = sender.send(target, message);
    if (random.chance(repeatShare)) void sending.then(() => sender.send(target, message));
    return sending;
  };

/** What a warehouse and couriers do is not told by a shop that did not ask them to. */
const isUntold = ({ given }: Progress, type: ShopEvent): boolean =>
  Boolean(given) && (type === 'order.picked' || type === 'order.collected');

/** Lets shops take orders at random times around the rate, and sees every order through its life. */
export function createTraffic(options: TrafficOptions, startedAt: Instant): Traffic {
  const { sender, random, scenario, outside, speed } = options;
  const agenda = createAgenda<Followed & { readonly step: Step }>();
  const waiting: Followed[] = [];
  const given = givenOrders(random, speed);
  const tellOf = new Map(options.shops.map(({ id, tell }) => [id, tell]));
  let placed = 0;
  let nextOrderAt = startedAt;

  function schedule({ progress, step }: Followed): void {
    const isGiven = outside.hasWarehouse(progress.order.shopId);
    if (isGiven) given.follow({ progress, step });
    if (step !== null) agenda.put(step.at, { progress, step });
    else if (!isGiven && progress.life.review === 'held' && !isClosed(progress.life))
      if (waiting.length < MOST_WAITING) waiting.push({ progress, step: null });
  }

  function put(progress: Progress, since: Instant): void {
    const isWaiting = outside.hasWarehouse(progress.order.shopId) && waitsForWarehouse(progress);
    schedule({ progress, step: isWaiting ? null : nextStep(progress, since, random, speed) });
  }

  function tellShop(progress: Progress, { type, at }: Step): void {
    if (isUntold(progress, type)) return;
    const telling = tellOf.get(progress.order.shopId)?.(progress, type, at);
    void telling?.then((isAccepted) => {
      if (isAccepted && type === 'order.paid') options.onPaid(progress);
    });
  }

  function tell(progress: Progress, step: Step): void {
    const isTold = outside.onStep(progress, step.type, step.at);
    if (isTold === null) tellShop(progress, step);
    else void isTold.then(() => tellShop(progress, step));
  }

  function placeOrders(now: Instant): void {
    while (nextOrderAt <= now && placed < options.maxOrders && sender.underway < MOST_UNDERWAY) {
      const { shop } = random.oneOf(options.shops);
      const orders = shop.nextOrders(nextOrderAt);
      for (const order of orders)
        agenda.put(order.placedAt, {
          progress: newProgress(order),
          step: { type: 'order.created', at: order.placedAt },
        });
      placed += orders.length;
      const perMinute = options.ratePerMinute * scenario.rateFactor(nextOrderAt - startedAt);
      nextOrderAt += (-Math.log(1 - random.next()) * orders.length * MINUTE_MS) / perMinute;
    }
    // What could not be placed in time is not made up for.
    nextOrderAt = Math.max(nextOrderAt, now - MINUTE_MS);
  }

  for (const { progress, step } of options.followed) {
    const isWaiting = outside.hasWarehouse(progress.order.shopId) && waitsForWarehouse(progress);
    schedule({ progress, step: isWaiting ? null : step });
  }
  return {
    get placed() {
      return placed;
    },
    tick(now) {
      placeOrders(now);
      for (const news of outside.warehouseNews()) for (const next of given.heed(news, now)) schedule(next);
      while (sender.underway < MOST_UNDERWAY) {
        const due = agenda.takeDue(now);
        if (due === undefined) return;
        if (given.isSuperseded(due)) continue;
        const progress = advance(due.progress, due.step);
        tell(progress, due.step);
        if (agenda.size < MOST_FOLLOWED || due.step.type === 'order.created') put(progress, due.step.at);
      }
    },
    followed: () => [...agenda.all().filter((one) => !given.isSuperseded(one)), ...waiting, ...given.waiting()],
  };
}
