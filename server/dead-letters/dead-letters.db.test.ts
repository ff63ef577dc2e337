import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { MOST_TRIES } from '@/domain/intake/retry';
import type { Context, UserActor } from '../context';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { actingAs, quietServices } from '../testing/acting';
import { countLetters } from './count';
import { discardLetters } from './discard';
import { getLetter } from './get';
import { listLetters } from './list';
import { readRaw } from './raw';
import { redrive } from './redrive';
import { redriveDue } from './redrive-due';
import { listRedriveRows, listRedrives } from './redrives';
import { retryDue } from './retry-due';
import { settleConflict } from './settle';

let db: TestDatabase;
let shopId: string;
let groupId: string;
let manager: Context<UserActor>;
let now: number;
const rules = createRuleSetCache();

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  now = await db.now();
  manager = await actingAs(db, { role: 'manager' });
});
beforeEach(async () => {
  ({ shopId, groupId } = await aShop(db, { platform: 'generic' }));
});

const drain = async () => {
  while ((await runBatch(quietServices(db), rules)) > 0);
};
const store = (body: Buffer, key = unique('msg')) => storeMessages(quietServices(db), shopId, [{ key, body }]);
const push = async (values: Partial<GenericOrderValues> = {}, key?: string): Promise<string> => {
  const { orderNo, body } = genericOrder({ at: now, ...values });
  await store(body, key);
  return orderNo;
};
const here = (more = {}) => ({ filter: { shopId, ...more } });
const list = async (ctx = manager, more = {}) => (await listLetters(ctx, { ...here(more), limit: 100 })).rows;
const makeDue = () => db.query('update inbox_keys set retry_at = now() where state = 5');
const auditsOf = (action: string, ref: string) =>
  db.query<{ actor: string; detail: object }>('select actor, detail from audit where action = $1 and ref = $2', [
    action,
    ref,
  ]);
const orders = (orderNo: string) =>
  db.query<{ amountFen: number }>('select amount_fen as "amountFen" from orders where order_no = $1', [orderNo]);

/** While it stands, SQL refuses the orders of this shop. */
async function poison(): Promise<() => Promise<unknown>> {
  const name = unique('poison').replaceAll('-', '_');
  await db.query(
    `create function ${name}() returns trigger language plpgsql as
     $$ begin if new.shop_id = '${shopId}' then raise exception 'refused by sql'; end if; return new; end $$`,
  );
  await db.query(`create trigger ${name} before insert on orders for each row execute function ${name}()`);
  return () => db.query(`drop function ${name} cascade`);
}

/** Fails every try of what is there, until it is given up. */
async function failToTheEnd(): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await makeDue();
    await retryDue(db);
    await drain();
  }
}

describe('a message that cannot be taken', () => {
  it('is tried a bounded number of times, waits between, and is then given up with its reason', async () => {
    const mend = await poison();
    await push();
    await drain();
    expect(await list()).toMatchObject([{ kind: 'retrying', tries: 1 }]);
    await drain();
    expect(await list()).toMatchObject([{ tries: 1 }]);
    await failToTheEnd();
    expect(await list()).toMatchObject([{ kind: 'failing', tries: MOST_TRIES, retryAt: null }]);
    expect((await list())[0]?.reason).toContain('refused by sql');
    await mend();
  });

  it('is taken by itself once what failed is mended, and leaves no trace in the list', async () => {
    const mend = await poison();
    const orderNo = await push();
    await drain();
    await mend();
    await makeDue();
    expect(await retryDue(db)).toBeGreaterThan(0);
    await drain();
    expect(await orders(orderNo)).toHaveLength(1);
    expect(await list()).toEqual([]);
  });

  it('is set aside at once where it is unreadable, and its body is shown with personal values kept back', async () => {
    const { body } = genericOrder({ at: now, amountCents: -1 });
    await store(body);
    await drain();
    const [letter] = await list();
    expect(letter).toMatchObject({ kind: 'unreadable', tries: 1 });
    const detail = await getLetter(manager, { ref: letter!.ref });
    expect(detail.lines?.find(({ path }) => path === 'data.amountCents')?.value).toBe('-1');
    expect(JSON.stringify(detail)).not.toMatch(/李雷|13800138000/);
  });
});

describe('the tray', () => {
  it('counts what it lists, by kind and filter, page by page without leaving one out', async () => {
    for (let n = 0; n < 5; n += 1) await store(Buffer.from('{'));
    await drain();
    await db.query(
      `insert into order_fetches (shop_id, order_no, found_by, due_by, dead_at, last_error)
       values ($1, '900001', 'push', 'push', now(), 'no such order')`,
      [shopId],
    );
    expect(await countLetters(manager, here())).toMatchObject({ total: 6, byKind: { unreadable: 5, fetch: 1 } });
    expect(await countLetters(manager, here({ reason: 'NO SUCH' }))).toMatchObject({ total: 1 });
    for (const reason of ['不是 json', 'IS NOT JSON'])
      expect(await countLetters(manager, here({ reason }))).toMatchObject({ total: 5 });
    for (const reason of ['%', 'no_such', '\\'])
      expect(await countLetters(manager, here({ reason }))).toMatchObject({ total: 0 });
    expect(await list(manager, { kinds: ['fetch'] })).toMatchObject([{ name: '900001', reason: 'no such order' }]);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listLetters(manager, { ...here(), after, limit: 2 });
      seen.push(...page.rows.map(({ ref }) => ref));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(6);
    expect(seen).toHaveLength(6);
  });

  it('is of the own group for a supervisor, and its raw bodies for managers alone, for a reason, counted and on record', async () => {
    await store(Buffer.from('{"name": "李雷"'));
    await drain();
    const [letter] = await list();
    const ref = letter!.ref;
    const lead = await actingAs(db, { role: 'supervisor', groupId });
    const stranger = await actingAs(db, { role: 'supervisor', groupId: (await aShop(db)).groupId });
    expect(await list(lead)).toHaveLength(1);
    expect(await list(stranger)).toEqual([]);
    await expect(getLetter(stranger, { ref })).rejects.toMatchObject({ code: 'not-found' });
    for (const ctx of [lead, await actingAs(db, { role: 'admin' })])
      await expect(readRaw(ctx, { ref, reason: '排查' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(readRaw(manager, { ref, reason: '电话 13800138000' })).rejects.toMatchObject({ code: 'invalid' });
    await db.query('update privacy_settings set reveals_a_day = 2');
    expect(await readRaw(manager, { ref, reason: '排查' })).toMatchObject({ body: '{"name": "李雷"', leftToday: 1 });
    await readRaw(manager, { ref, reason: '排查' });
    await expect(readRaw(manager, { ref, reason: '排查' })).rejects.toMatchObject({ code: 'too-many' });
    await db.query('update privacy_settings set reveals_a_day = 200');
    expect(await auditsOf('deadLetters.raw', ref)).toMatchObject([{ detail: { reason: '排查' } }, {}]);
  });

  it('forgets what is discarded, for a reason that stays on record', async () => {
    await store(Buffer.from('{'));
    await drain();
    const [letter] = await list();
    expect(await discardLetters(manager, { refs: [letter!.ref], reason: '测试数据' })).toEqual({ discarded: 1 });
    expect(await list()).toEqual([]);
    expect(await auditsOf('deadLetters.discard', letter!.ref)).toMatchObject([{ detail: { reason: '测试数据' } }]);
    await expect(discardLetters(manager, { refs: [letter!.ref], reason: '再来' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('a redrive', () => {
  it('puts everything through again that the filter leaves, once, though its worker is killed in the middle', async () => {
    const mend = await poison();
    const orderNos: string[] = [];
    for (let n = 0; n < 210; n += 1) orderNos.push(await push());
    await drain();
    await db.query('update inbox_keys set attempts = 5 where state = 5');
    await makeDue();
    await retryDue(db);
    await drain();
    expect(await countLetters(manager, here())).toMatchObject({ total: 210, byKind: { failing: 210 } });
    await mend();
    const { redriveId, total } = await redrive(manager, here({ kinds: ['failing'] }));
    expect(total).toBe(210);
    const dying = {
      ...db,
      tx: async () =>
        db.tx(async (tx) =>
          redriveDue({ ...db, tx: (work) => work(tx) }).then(() => {
            throw new Error('killed before the commit');
          }),
        ),
    };
    await expect(dying.tx()).rejects.toThrow('killed');
    expect(await listRedrives(manager)).toMatchObject([{ redriveId, waiting: 210 }]);
    await Promise.all([redriveDue(db), redriveDue(db)]);
    while (await redriveDue(db)) await drain();
    await drain();
    expect(await listRedrives(manager)).toMatchObject([{ redriveId, read: 210, waiting: 0, asideAgain: 0 }]);
    const told = await db.query(
      'select order_id from order_events e join orders o on o.id = e.order_id where o.shop_id = $1',
      [shopId],
    );
    expect(told).toHaveLength(210);
    for (const orderNo of orderNos) expect(await orders(orderNo)).toHaveLength(1);
    expect(await auditsOf('deadLetters.redrive', redriveId)).toMatchObject([{ detail: { total: 210 } }]);
  });

  it('says of each row what became of it: aside again, gone meanwhile, without its body', async () => {
    for (const key of ['again', 'gone', 'bodiless']) await store(Buffer.from('{'), `${shopId}-${key}`);
    await drain();
    const { redriveId } = await redrive(manager, here());
    await db.query(`update inbox_keys set state = 8 where key = $1`, [`${shopId}-gone`]);
    await db.query('delete from inbox_messages where key = $1', [`${shopId}-bodiless`]);
    while (await redriveDue(db));
    await drain();
    const { rows } = await listRedriveRows(manager, { redriveId, after: '', limit: 10 });
    expect(Object.fromEntries(rows.map(({ name, stands }) => [name.slice(shopId.length + 1), stands]))).toEqual({
      again: 'aside-again',
      gone: 'not-there',
      bodiless: 'no-body',
    });
  });

  it('tells its page when something fails again, and says nothing of what nobody put through', async () => {
    const told = async () => (await db.query(`select 1 from feed where topic = 'dead-letters.changed'`)).length;
    const before = await told();
    await store(Buffer.from('{'));
    await drain();
    expect(await told()).toBe(before);
    await redrive(manager, here());
    while (await redriveDue(db));
    const given = await told();
    await drain();
    expect(await told()).toBe(given + 1);
    const mend = await poison();
    await push();
    await drain();
    await redrive(manager, here({ kinds: ['retrying'] }));
    while (await redriveDue(db));
    const again = await told();
    await drain();
    await mend();
    expect(await told()).toBe(again + 1);
  });

  it('asks again for an order that was given up', async () => {
    await db.query(
      `insert into order_fetches (shop_id, order_no, found_by, due_by, dead_at, attempts)
       values ($1, '900002', 'push', 'push', now(), 5)`,
      [shopId],
    );
    await redrive(manager, { ...here(), refs: [`f${shopId}/900002`] });
    while (await redriveDue(db));
    const [fetch] = await db.query(
      'select dead_at, attempts, due_by, due_at is not null as due from order_fetches where shop_id = $1',
      [shopId],
    );
    expect(fetch).toEqual({ dead_at: null, attempts: 0, due_by: 'person', due: true });
  });

  it('of nothing is refused', async () => {
    await expect(redrive(manager, here())).rejects.toMatchObject({ code: 'invalid' });
    await expect(redrive(manager, here({ kinds: ['conflict'] }))).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the same id with another body', () => {
  async function aConflict(): Promise<{ orderNo: string; ref: string }> {
    const key = unique('same');
    const orderNo = await push({ amountCents: 100 }, key);
    await drain();
    await push({ orderNo, amountCents: 200, phone: '13912345678' }, key);
    const [letter] = await list();
    expect(letter).toMatchObject({ kind: 'conflict', name: key });
    return { orderNo, ref: letter!.ref };
  }

  it('is compared value by value, personal ones kept back, and leads to the order', async () => {
    const { ref, orderNo } = await aConflict();
    const { differences, orders } = await getLetter(manager, { ref });
    expect(orders).toEqual([{ orderNo, orderId: expect.stringMatching(/^\d+$/) }]);
    expect(differences).toContainEqual({ path: 'data.amountCents', ours: '100', theirs: '200', isKeptBack: false });
    expect(JSON.stringify(differences)).not.toContain('13912345678');
  });

  it('counts when somebody takes it, also where both are of the same time, and once', async () => {
    const { orderNo, ref } = await aConflict();
    await settleConflict(manager, { ref, decision: 'take' });
    await drain();
    expect(await orders(orderNo)).toEqual([{ amountFen: 200 }]);
    await expect(settleConflict(manager, { ref, decision: 'take' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await auditsOf('deadLetters.settle', shopId)).toMatchObject([{ detail: { decision: 'take' } }]);
  });

  it('changes nothing when ours is kept', async () => {
    const { orderNo, ref } = await aConflict();
    await settleConflict(manager, { ref, decision: 'keep' });
    await drain();
    expect(await orders(orderNo)).toEqual([{ amountFen: 100 }]);
    expect(await list()).toEqual([]);
  });
});
