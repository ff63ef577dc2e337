import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { DAY_MS } from '@/domain/clocks/instant';
import type { Context, UserActor } from '@/server/context';
import { foldCounters } from '@/server/jobs/fold-counters';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { disposeTask } from '@/server/tasks/dispose';
import { actingAs, quietServices } from '@/server/testing/acting';
import { counterDifferences } from '@/server/testing/counter-differences';

const rules = createRuleSetCache();
let db: TestDatabase;
let shops: string[];
let manager: Context<UserActor>;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  shops = [];
  for (const platform of ['generic', 'taobao'])
    shops.push((await aShop(db, { groupId: await aGroup(db), platform })).shopId);
  manager = await actingAs(db, { role: 'manager' });
  now = await db.now();
});

const PROVINCES = ['浙江省', '广东省', '北京市', '香港特别行政区', '', '不知道'] as const;
const STATUSES = ['created', 'paid', 'packed', 'shipped', 'signed', 'completed', 'cancelled'] as const;
const ORDERS = 4;

/** A statement about one of a few orders, of any age; every part of what the board counts by may change with it. */
const statement = fc.record({
  order: fc.nat({ max: ORDERS - 1 }),
  version: fc.nat({ max: 20 }),
  status: fc.constantFrom(...STATUSES),
  province: fc.constantFrom(...PROVINCES),
  amountCents: fc.constantFrom(100, 29_900, 2_500_000, 300_000),
  detail: fc.constantFrom('网商路699号3幢1201室', '小区门口', '网商路***'),
  note: fc.constantFrom('', '手术急需'),
  placedDaysAgo: fc.constantFrom(0, 1, 1.9, 4),
  ip: fc.constantFrom(undefined, '36.5.5.5'),
});
type Step =
  | ({ readonly kind: 'said' } & (typeof statement extends fc.Arbitrary<infer S> ? S : never))
  | { readonly kind: 'batch' }
  | { readonly kind: 'fold' }
  | { readonly kind: 'disposed'; readonly pick: number; readonly disposition: 'true' | 'false-alarm' | 'investigate' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: statement.map((said) => ({ kind: 'said' as const, ...said })) },
  { weight: 3, arbitrary: fc.constant({ kind: 'batch' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'fold' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('disposed' as const),
      pick: fc.nat({ max: 3 }),
      disposition: fc.constantFrom('true' as const, 'false-alarm' as const, 'investigate' as const),
    }),
  },
);

async function say(orderNos: readonly string[], said: Extract<Step, { kind: 'said' }>): Promise<void> {
  const { order, version, province, status, placedDaysAgo, ip, ...values } = said;
  const placedAt = now - placedDaysAgo * DAY_MS;
  const { body } = genericOrder({
    ...values,
    ...(ip === undefined ? {} : { ip }),
    orderNo: orderNos[order] ?? '',
    status,
    at: now + version,
    placedAt,
    paidAt: status === 'created' ? null : placedAt,
  });
  const message = JSON.parse(body.toString());
  message.data.receiver.province = province;
  await storeMessages(quietServices(db), shops[order % shops.length] ?? '', [
    { key: unique('msg'), body: Buffer.from(JSON.stringify(message)) },
  ]);
}

async function dispose({ pick, disposition }: Extract<Step, { kind: 'disposed' }>): Promise<void> {
  const cards = await db.query<{ taskId: string; version: number }>(
    `select id as "taskId", version::int as version from tasks where state = 'open' order by id desc limit 4`,
  );
  const card = cards[pick];
  if (card) await disposeTask(manager, { ...card, disposition, cause: 'other', causeNote: '' });
}

async function take(orderNos: readonly string[], one: Step): Promise<void> {
  if (one.kind === 'said') await say(orderNos, one);
  else if (one.kind === 'batch') while ((await runBatch(quietServices(db), rules)) > 0);
  else if (one.kind === 'fold') await foldCounters(db);
  else await dispose(one);
}

describe("the board's counters", () => {
  it('equal count(*) and sum after every step of whatever is said, decided, judged again and folded', async () => {
    const visited = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        const orderNos = Array.from({ length: ORDERS }, () => unique('CT').toUpperCase());
        for (const one of [...steps, { kind: 'batch' as const }]) {
          await take(orderNos, one);
          expect(await counterDifferences(db)).toEqual([]);
          const states = await db.query<{ state: string }>('select distinct board_state as state from orders');
          for (const { state } of states) visited.add(state);
        }
      }),
      { numRuns: 25 },
    );
    expect(visited.size).toBeGreaterThanOrEqual(5);
    expect(await db.query('select reason from inbox_keys where state = 2')).toEqual([]);
  });
});
