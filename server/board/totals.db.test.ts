import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { foldCounters } from '@/server/jobs/fold-counters';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { todaysTotals } from './totals';

const rules = createRuleSetCache();
let db: TestDatabase;
let now: number;
let groupId: string;
let shopId: string;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  now = await db.now();
  groupId = await aGroup(db);
  ({ shopId } = await aShop(db, { groupId, platform: 'generic' }));
});

async function push(values: Partial<GenericOrderValues>): Promise<string> {
  const { orderNo, body } = genericOrder({ at: now, ...values });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  return orderNo;
}
async function drain(): Promise<void> {
  while ((await runBatch(quietServices(db), rules)) > 0);
}

describe("today's totals", () => {
  it('equal count(*) at every look while the pipeline writes and a job folds', async () => {
    let isWriting = true;
    const writer = (async () => {
      for (let i = 0; i < 40; i++) {
        const orderNo = await push({ detail: i % 3 === 0 ? '小区门口' : '网商路699号3幢1201室' });
        await drain();
        await push({ orderNo, status: 'shipped', at: now + i });
        await drain();
      }
      isWriting = false;
    })();
    const folder = (async () => {
      while (isWriting) await foldCounters(db);
    })();
    let looks = 0;
    const differences: unknown[] = [];
    while (isWriting) {
      differences.push(...(await differencesInOneSnapshot()));
      looks += 1;
    }
    await Promise.all([writer, folder]);
    expect(differences).toEqual([]);
    expect(looks).toBeGreaterThan(10);
    expect(await differencesInOneSnapshot()).toEqual([]);
  });
});

/** Cells in which the board differs from what the orders themselves say, both read in the same snapshot. */
async function differencesInOneSnapshot(): Promise<unknown[]> {
  return db.tx(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const cells = await todaysTotals(tx, [groupId]);
    const real = await tx.query<{ key: string; n: number; fen: number }>(
      `select concat_ws('/', platform, region, board_state) as key, count(*)::float8 as n,
         sum(coalesce(amount_fen, 0))::float8 as fen
       from orders where group_id = $1 and placed_on = (now() at time zone 'Asia/Shanghai')::date group by 1`,
      [groupId],
    );
    const shown = new Map(cells.map((cell) => [`${cell.platform}/${cell.region}/${cell.state}`, cell]));
    if (shown.size !== real.length) return [{ shown: [...shown.keys()], real }];
    return real.filter(({ key, n, fen }) => shown.get(key)?.n !== n || shown.get(key)?.amountFen !== fen);
  });
}
