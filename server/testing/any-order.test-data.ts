import fc from 'fast-check';
import { expect } from 'vitest';
import { type FactMap, mergeEvents } from '@/domain/order/merge-events';
import type { OrderEvent } from '@/domain/order/order';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';

/**
 * Any order and any repetition of the states of one order of the simulated shop, from its placing at `begun` to its parcel, gives
 * the same facts, which are returned. `read` tells what a channel reads of a state that was reached at `at`.
 */
export function sameInAnyOrder(begun: number, read: (progress: Progress, at: number) => OrderEvent): FactMap {
  const shop = createShop({ shopId: 's', prefix: 'P', seed: 8, scenario: SCENARIOS.normal, maskedShare: 0 });
  const [placed] = shop.nextOrders(begun).filter(({ flaw }) => flaw === null);
  if (!placed) throw new Error('no order');
  const paid = advance(newProgress(placed), { type: 'order.paid', at: begun + 1_000 });
  const picked = advance(paid, { type: 'order.picked', at: begun + 2_000 });
  const shipped = advance(picked, { type: 'order.shipped', at: begun + 3_000 });
  const states = [newProgress(placed), paid, picked, shipped].map((progress, n) => read(progress, begun + n * 1_000));
  const whole = mergeEvents({}, states);
  const repeated = fc.array(fc.constantFrom(...states), { maxLength: 8 }).map((more) => [...states, ...more]);
  fc.assert(
    fc.property(
      repeated.chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
      (mixed) => {
        expect(mixed.reduce<FactMap>((facts, event) => mergeEvents(facts, [event]), {})).toEqual(whole);
      },
    ),
  );
  return whole;
}
