import type { Instant } from '@/domain/clocks/instant';
import { isClosed, stageOf } from '@/domain/order/lifecycle';
import { canRelease } from '@/domain/order/transitions';
import { type Given, letGo, nextStep, type Progress, type Step } from './shop/life';
import type { Random } from './shop/random';

/** An order under way and what happens to it next; null: it waits for a person. */
export interface Followed {
  readonly progress: Progress;
  readonly step: Step | null;
}

/** A warehouse was given orders, in one parcel, or has given them back. */
export interface WarehouseNews {
  readonly kind: 'given' | 'taken-back';
  readonly code: string;
  readonly orderNos: readonly string[];
}

/** Whether an order waits until its warehouse is given it: the shop itself gives it to nobody. */
export const waitsForWarehouse = ({ life, given }: Progress): boolean =>
  !given && life.review !== 'pending' && stageOf(life) === 'picking';

/** The orders of shops whose warehouse is given them by the product, each with what happens to it next. */
export function givenOrders(random: Random, speed: number) {
  const known = new Map<string, Followed>();
  const follow = (followed: Followed): Followed => {
    const { order, life } = followed.progress;
    if (isClosed(life)) known.delete(order.orderNo);
    else known.set(order.orderNo, followed);
    return followed;
  };

  function give(orderNo: string, given: Given, at: Instant): Followed | null {
    const before = known.get(orderNo)?.progress;
    if (before === undefined || before.life.packedAt !== null) return null;
    const isHeld = before.life.review === 'held' && canRelease(before.life);
    const progress = { ...(isHeld ? letGo(before, at) : before), given };
    return follow({ progress, step: nextStep(progress, at, random, speed) });
  }

  function takeBack(orderNo: string, code: string): void {
    const progress = known.get(orderNo)?.progress;
    if (progress?.given?.code === code && progress.life.packedAt === null)
      follow({ progress: { ...progress, given: null }, step: null });
  }

  return {
    follow,
    /** Something else was decided meanwhile. */
    isSuperseded: ({ progress: { order }, step }: Followed) =>
      known.has(order.orderNo) && known.get(order.orderNo)?.step !== step,
    waiting: () => [...known.values()].filter(({ step }) => step === null),
    /** Returns what happens next to orders that were given. */
    heed({ kind, code, orderNos }: WarehouseNews, at: Instant): Followed[] {
      const [firstNo = ''] = orderNos;
      if (kind === 'taken-back') for (const orderNo of orderNos) takeBack(orderNo, code);
      return kind === 'taken-back' ? [] : orderNos.flatMap((orderNo) => give(orderNo, { code, firstNo }, at) ?? []);
    },
  };
}
