import { type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { Followed, WarehouseNews } from '../given-orders';
import { startQimenStandIn, type TakenOrder } from '../qimen/stand-in';
import type { Progress, ShopEvent } from '../shop/life';
import type { Random } from '../shop/random';
import type { Errands } from './errands';
import type { SimQimen } from './setup';

/** Of all orders: those it does not deliver to, those that lack something, and those shipped before they are reported. */
const REFUSED_SHARE = 0.004;
const LACKING_SHARE = 0.012;
const SILENT_SHARE = 0.04;
/** Urgent orders that nobody there looks at in time. */
const OVERLOOKED_SHARE = 0.2;
const ACCEPTED_AFTER_MS = { least: 2 * SECOND_MS, most: 15 * SECOND_MS };
const OVERLOOKED_MS = 4 * MINUTE_MS;
const RESTOCKED_MS = { least: 5 * MINUTE_MS, most: 12 * MINUTE_MS };
const SILENT_MS = { least: 6 * MINUTE_MS, most: 25 * MINUTE_MS };

const LOGISTICS_CODES: Readonly<Record<string, string>> = {
  顺丰速运: 'SF',
  中通快递: 'ZTO',
  圆通速递: 'YTO',
  韵达快递: 'YUNDA',
  京东物流: 'JD',
};

export interface PlayedWarehouse {
  /** What it took and gave back since it was asked the last time. */
  news(): readonly WarehouseNews[];
  /** Reports a step of an order that it has; null: there is nothing to wait for. */
  onStep(progress: Progress, type: ShopEvent, at: Instant): Promise<void> | null;
  taken(): number;
  close(): Promise<void>;
}

/** What it was given in an earlier run and has not shipped. */
function givenEarlier(followed: readonly Followed[]): TakenOrder[] {
  const at = followed.flatMap(({ progress: { given, order, life } }) =>
    given && life.packedAt === null ? [{ code: given.code, orderNo: order.orderNo }] : [],
  );
  return [...new Set(at.map(({ code }) => code))].map((code) => ({
    ...{ code, warehouseOrderNo: '', isUrgent: false, body: '', skus: [], isCancelled: false },
    orderNos: at.filter((one) => one.code === code).map(({ orderNo }) => orderNo),
  }));
}

/** A warehouse at work: what it is given it accepts, picks, packs and ships, and now and then something goes wrong. */
export async function playWarehouse(
  setup: SimQimen,
  productUrl: URL,
  random: Random,
  errands: Errands,
  clock: () => Instant,
  followed: readonly Followed[],
): Promise<PlayedWarehouse> {
  const door = new URL(`/hooks/qimen/${setup.linkId}`, productUrl).href;
  const between = ({ least, most }: { least: number; most: number }) => clock() + random.int(least, most);
  let news: WarehouseNews[] = [];

  function begin({ code, orderNos }: TakenOrder, at: Instant): void {
    errands.later(at, async () => (await standIn.step(door, code, 'ACCEPT')).status);
    errands.do(at, () => void news.push({ kind: 'given', code, orderNos }));
  }

  /** When it begins with an order; before that, what lacks of it is reported. */
  function beginsAt(order: TakenOrder): Instant {
    const [sku] = order.skus;
    if (order.isUrgent && random.chance(OVERLOOKED_SHARE)) return clock() + OVERLOOKED_MS;
    if (sku === undefined || !random.chance(LACKING_SHARE)) return between(ACCEPTED_AFTER_MS);
    errands.later(between(ACCEPTED_AFTER_MS), async () => (await standIn.lack(door, order.code, sku, 1)).status);
    return between(RESTOCKED_MS);
  }

  const standIn = await startQimenStandIn({
    ...setup,
    earlier: givenEarlier(followed),
    isRefused: () => random.chance(REFUSED_SHARE),
    onTaken: (order) => begin(order, beginsAt(order)),
    onCancelled: ({ code, orderNos }) => void news.push({ kind: 'taken-back', code, orderNos }),
  });

  async function shipped({ order, given, trackingNo }: Progress, at: Instant): Promise<number> {
    const code = given?.code ?? '';
    const packed = await standIn.step(door, code, 'PACKAGE', at);
    if (packed.status !== 200) return packed.status;
    const carrier = LOGISTICS_CODES[order.carrier] ?? 'OTHER';
    return (await standIn.ship(door, code, trackingNo ?? '', at, carrier)).status;
  }

  return {
    news() {
      const heard = news;
      news = [];
      return heard;
    },
    onStep(progress, type, at) {
      const { given, order } = progress;
      // Of orders that were given together the first stands for all.
      if (!given || given.firstNo !== order.orderNo) return null;
      const { code } = given;
      if (type === 'order.picked') return errands.now(async () => (await standIn.step(door, code, 'PICK', at)).status);
      if (type !== 'order.shipped') return null;
      if (!random.chance(SILENT_SHARE)) return errands.now(() => shipped(progress, at));
      const toldAt = between(SILENT_MS);
      errands.later(toldAt, () => shipped(progress, toldAt));
      return null;
    },
    taken: () => standIn.taken().length,
    close: standIn.close,
  };
}
