import type { Instant } from '@/domain/clocks/instant';
import type { Followed, WarehouseNews } from '../given-orders';
import type { Progress, ShopEvent } from '../shop/life';
import type { Random } from '../shop/random';
import { playCouriers } from './couriers';
import { createErrands } from './errands';
import { playPayments } from './payments';
import type { SimOutside } from './setup';
import { playWarehouse } from './warehouse';

/** Warehouse, couriers and payment service, as they have to do with the shops' orders. */
export interface Outside {
  /** Whether a shop's orders go to the warehouse by way of the product. */
  hasWarehouse(shopId: string): boolean;
  warehouseNews(): readonly WarehouseNews[];
  /** What was done to an order. Resolves once those who know it before the shop have told it; null: nobody does. */
  onStep(progress: Progress, type: ShopEvent, at: Instant): Promise<void> | null;
  tick(now: Instant): void;
  report(): string;
  close(): Promise<void>;
}

export interface OutsideParts {
  readonly setup: SimOutside;
  readonly productUrl: URL;
  readonly random: Random;
  readonly followed: readonly Followed[];
  readonly clock: () => Instant;
}

/** Starts those that are set up. Rejects when a port is taken. */
export async function startOutside({ setup, productUrl, random, followed, clock }: OutsideParts): Promise<Outside> {
  const errands = createErrands(clock);
  const { qimen, kuaidi100, wechatPay } = setup;
  const warehouse = qimen && (await playWarehouse(qimen, productUrl, random, errands, clock, followed));
  const couriers = kuaidi100 && (await playCouriers(kuaidi100, productUrl, random, errands, clock));
  const payments = wechatPay && playPayments(wechatPay, productUrl, random, errands);
  for (const { progress } of followed) couriers?.recall(progress);
  return {
    hasWarehouse: (shopId) => qimen?.shopIds.includes(shopId) ?? false,
    warehouseNews: () => warehouse?.news() ?? [],
    onStep(progress, type, at) {
      couriers?.onStep(progress, type, at);
      payments?.onStep(progress, type, at);
      return warehouse?.onStep(progress, type, at) ?? null;
    },
    tick: errands.tick,
    report() {
      if (!warehouse && !couriers && !payments) return '';
      const { taken, failed } = errands.counts;
      const told = `told by warehouse, couriers and payments: ${taken} taken, ${failed} failed`;
      return `; ${told}; the warehouse was given ${warehouse?.taken() ?? 0} orders, ${couriers?.watched() ?? 0} parcels are watched`;
    },
    async close() {
      await errands.close();
      await warehouse?.close();
      await couriers?.close();
    },
  };
}
