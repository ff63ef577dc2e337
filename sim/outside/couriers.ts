import { type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { type Scan, startKuaidi100StandIn } from '../kuaidi100/stand-in';
import type { Progress, ShopEvent } from '../shop/life';
import type { Random } from '../shop/random';
import type { Errands } from './errands';
import type { SimKuaidi100 } from './setup';

/** Parcels of which nothing is pushed: only who asks hears of them. */
const SILENT_SHARE = 0.04;
const PUSHED_AFTER_MS = { least: 2 * SECOND_MS, most: 20 * SECOND_MS };
const MOST_PARCELS = 20_000;

/** What the courier writes down at each step: how long before it, the code, and the words. */
const SCANS: Readonly<Partial<Record<ShopEvent, readonly (readonly [number, string, (place: string) => string])[]>>> = {
  'order.shipped': [[0, '102', () => '商家已通知快递揽收']],
  'order.collected': [
    [MINUTE_MS, '103', () => '快递员已揽收'],
    [0, '1002', () => '快件已发往下一站'],
  ],
  'order.signed': [
    [3 * MINUTE_MS, '1001', (place) => `快件已到达${place}`],
    [2 * MINUTE_MS, '5', () => '快递员正在派件'],
    [0, '301', () => '快件已签收'],
  ],
};

export interface PlayedCouriers {
  onStep(progress: Progress, type: ShopEvent, at: Instant): void;
  /** A parcel that is under way since before the start. */
  recall(progress: Progress): void;
  watched(): number;
  close(): Promise<void>;
}

/** Couriers whose traces Kuaidi100 pushes, for the parcels that somebody subscribed to. */
export async function playCouriers(
  setup: SimKuaidi100,
  productUrl: URL,
  random: Random,
  errands: Errands,
  clock: () => Instant,
): Promise<PlayedCouriers> {
  const callbackUrl = new URL(`/hooks/kuaidi100/${setup.linkId}`, productUrl).href;
  const lists = new Map<string, Scan[]>();
  const silent = new Set<string>();

  function pushLater(trackingNo: string, isLast = false): void {
    errands.later(clock() + random.int(PUSHED_AFTER_MS.least, PUSHED_AFTER_MS.most), async () => {
      if (!standIn.isWatched(trackingNo) || silent.has(trackingNo) || !lists.has(trackingNo)) return 200;
      const { status } = await standIn.push(trackingNo, isLast ? { status: 'shutdown' } : {});
      if (isLast && status === 200) forget(trackingNo);
      return status;
    });
  }

  function forget(trackingNo: string): void {
    lists.delete(trackingNo);
    silent.delete(trackingNo);
    standIn.forget(trackingNo);
  }

  const standIn = await startKuaidi100StandIn({ ...setup, onWatched: (trackingNo) => pushLater(trackingNo) });

  function note({ order, trackingNo }: Progress, type: ShopEvent, at: Instant): boolean {
    const { receiver, shopId } = order;
    if (trackingNo === null || !setup.shopIds.includes(shopId)) return false;
    if (!lists.has(trackingNo) && lists.size >= MOST_PARCELS) return false;
    const scans = (SCANS[type] ?? []).map(([beforeMs, code, words]) => {
      const place = `${receiver.city}${receiver.district}`;
      return { atMs: at - beforeMs, code, words: words(place), place: receiver.city };
    });
    if (scans.length === 0) return false;
    if (!lists.has(trackingNo) && random.chance(SILENT_SHARE)) silent.add(trackingNo);
    const list = [...(lists.get(trackingNo) ?? []), ...scans];
    lists.set(trackingNo, list);
    standIn.scan(trackingNo, list);
    return true;
  }

  return {
    onStep(progress, type, at) {
      const { trackingNo } = progress;
      if (note(progress, type, at) && trackingNo !== null) pushLater(trackingNo, type === 'order.signed');
    },
    recall(progress) {
      const { trackingNo, order, life } = progress;
      if (trackingNo === null || life.packedAt === null || !setup.shopIds.includes(order.shopId)) return;
      note(progress, 'order.shipped', life.packedAt);
      if (life.collectedAt !== null) note(progress, 'order.collected', life.collectedAt);
      if (progress.given) standIn.recall({ trackingNo, company: '', callbackUrl, salt: setup.salt });
    },
    watched: () => standIn.watched().length,
    close: standIn.close,
  };
}
