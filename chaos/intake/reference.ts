import type { House } from '../house/house';
import { STEPS, type Step } from './orders';
import type { Log } from './play';
import { quiet } from './quiet';
import type { Shop } from './shops';

const LANES = 24;

/** What nobody tells of is looked for from the beginning of the run on. */
const LOOK_BACK = `update channel_polls set looked_until = at_ms($2), due_at = now() where shop_id = $1`;

/** Every step of the struck house as it was made there: one after the other, each told once, with nothing going wrong. */
export async function replay(house: House, shops: readonly Shop[], steps: readonly Step[], log: Log): Promise<void> {
  const byId = new Map(shops.map((shop) => [shop.shopId, shop]));
  const firstAt = Math.min(...log.madeAt.values());
  const silent = shops.filter(({ channel }) => channel === 'jd');
  for (let n = 0; n < STEPS; n += 1) {
    const all = steps.filter((step) => step.n === n);
    const lastAt = Math.max(...all.map((step) => log.madeAt.get(step) ?? 0));
    const queue = [...all];
    const lane = async () => {
      for (let step = queue.shift(); step; step = queue.shift())
        await byId
          .get(step.shopId)
          ?.change(step, log.madeAt.get(step) ?? 0)
          ?.send();
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    for (const { shopId } of silent) await house.db.query(LOOK_BACK, [shopId, firstAt]);
    await quiet(house, shops, new Map(silent.map(({ shopId }) => [shopId, lastAt])));
  }
}
