import { beforeEach, describe, expect, it } from 'vitest';
import { aGroup, aUser } from '@/db/testing/builders';
import { anOrder } from '@/db/testing/conversation-builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { DAY_MS } from '@/domain/clocks/instant';
import { sealCauseNote, sealNotes } from '@/server/privacy/sealed-notes';
import { sealReceiver } from '@/server/privacy/sealed-receiver';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { TEST_KEYRING } from '@/server/testing/acting';
import { aConversation } from '@/server/testing/conversation-card';
import { sealed } from '@/server/testing/sealed';
import { keepInboxPartitions, weekOf } from './inbox-partitions';
import { enforceRetention } from './retention';

let db: TestDatabase;
beforeEach(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
});

const PLACE = { province: '', city: '', district: '', street: '', detail: '翡翠湾7幢' };

const NOTES = sealNotes(TEST_KEYRING, { buyerNote: '打13912345678', sellerNote: '' });

/** A signed or open order with a receiver, seen and last changed so many days ago. */
async function anOldOrder(days: number, status: string): Promise<string> {
  const { orderId } = await anOrder(db);
  await db.query(
    `update orders set status = $2, created_at = now() - make_interval(days => $3),
       updated_at = now() - make_interval(days => $3) where id = $1::bigint`,
    [orderId, status, days],
  );
  const receiver = sealReceiver(TEST_KEYRING, { ...PLACE, name: '欧阳钟离', phone: '13912345678' });
  await db.query(
    `insert into order_receivers (order_id, group_id, sealed, phone_index, name_bigrams, notes_sealed, note_bigrams)
     select id, group_id, decode($2, 'hex'), decode($3, 'hex'), $4, $5, array[1, 2] from orders where id = $1::bigint`,
    [orderId, receiver.sealed, receiver.phone_index, receiver.name_bigrams, NOTES],
  );
  return orderId;
}
const message = (days: number, sendState: string | null = null) =>
  db.query(
    `insert into interactions (channel, kind, direction, sealed_body, send_state, at)
     values ('wecom', 'message', 'in', $1, $2, now() - make_interval(days => $3))`,
    [sealed('interaction', '你好'), sendState, days],
  );
const removals = () => db.query('select kind, removed from retention_runs order by id');
const audits = () => db.query(`select actor, ref, detail from audit where action = 'privacy.removed' order by id`);

describe('receivers', () => {
  it('go 180 days after their order closed, with everything they are found by; open and younger ones stay', async () => {
    const gone = await anOldOrder(200, 'signed');
    const open = await anOldOrder(199, 'shipped');
    const young = await anOldOrder(170, 'done');
    await db.query(
      `insert into warehouse_orders (order_id, link_id, attempt, code, state, given)
       select id, 'qimen', 1, 'TW' || id, 'shipped', '{}' from unnest($1::bigint[]) id`,
      [[gone, young]],
    );
    await enforceRetention(db);
    const given = await db.query('select order_id::text as id from warehouse_orders where given is not null');
    expect(given).toEqual([{ id: young }]);
    const left = await db.query<{ id: string }>(
      'select order_id as id from order_receivers where sealed is not null order by order_id',
    );
    expect(left.map(({ id }) => id)).toEqual([open, young]);
    const [row] = await db.query('select * from order_receivers where order_id = $1::bigint', [gone]);
    expect(row).toMatchObject({
      sealed: null,
      notes_sealed: null,
      phone_index: null,
      name_bigrams: null,
      note_bigrams: null,
      removed_at: expect.any(Number),
    });
    expect(await removals()).toEqual([{ kind: 'receivers', removed: 1 }]);
    expect(await audits()).toEqual([{ actor: 'system', ref: 'receivers', detail: { removed: 1, days: 180 } }]);
  });

  it('take along what was noted of their orders and of the causes of closed cards; open cards keep theirs', async () => {
    const aCard = async (days: number, state: string) => {
      const { taskId } = await aConversation(db, await aGroup(db), ['你好']);
      await db.query(
        `update tasks set state = $2, closed_at = now() - make_interval(days => $3), cause_note_sealed = $4
         where id = $1::bigint`,
        [taskId, state, days, sealCauseNote(TEST_KEYRING, '客户的新号码 13912345678')],
      );
      return taskId;
    };
    await aCard(200, 'closed');
    const kept = [await aCard(170, 'closed')];
    const { orderId } = await anOrder(db);
    await db.query(
      `update orders set status = 'done', created_at = now() - interval '200 days', updated_at = now() - interval '200 days'
       where id = $1::bigint`,
      [orderId],
    );
    await db.query(
      'insert into order_receivers (order_id, group_id, notes_sealed) select id, group_id, $2 from orders where id = $1::bigint',
      [orderId, NOTES],
    );
    await enforceRetention(db);
    const left = await db.query<{ id: string }>('select id from tasks where cause_note_sealed is not null');
    expect(left.map(({ id }) => id)).toEqual(kept);
    expect(await db.query('select 1 from order_receivers where notes_sealed is not null')).toEqual([]);
    expect(await removals()).toEqual([{ kind: 'receivers', removed: 2 }]);
  });

  it('go in chunks, whatever lies between them, and a second run finds nothing', async () => {
    const { orderId } = await anOrder(db);
    await db.query(
      `insert into orders (shop_id, order_no, platform, group_id, facts, status, placed_at, board_state, placed_on,
         created_at, updated_at)
       select shop_id, 'OLD' || n, platform, group_id, '{}', case when n % 3 = 0 then 'shipped' else 'done' end, placed_at,
         board_state, placed_on, now() - interval '300 days', now() - interval '300 days'
       from orders, generate_series(1, 1800) n where id = $1::bigint`,
      [orderId],
    );
    await db.query(
      `insert into order_receivers (order_id, group_id, sealed) select id, group_id, 'x' from orders where order_no like 'OLD%'`,
    );
    await enforceRetention(db);
    await enforceRetention(db);
    expect(await removals()).toEqual([{ kind: 'receivers', removed: 1_200 }]);
  });
});

describe('words', () => {
  it('stay for good unless a number of days is set', async () => {
    await message(3_000);
    await enforceRetention(db);
    expect(await removals()).toEqual([]);
  });

  it('go when their time is over, with drafts of closed cards, but not what is still to be sent', async () => {
    await db.query('update privacy_settings set message_days = 90');
    for (const [days, state] of [
      [91, null],
      [91, 'queued'],
      [89, null],
    ] as const)
      await message(days, state);
    const { orderId, groupId } = await anOrder(db);
    const userId = await aUser(db);
    const [task] = await db.query<{ id: string }>(
      `insert into tasks (kind, state, order_id, group_id, tier_id, due_at, due_kind, work_due_at, work_due_kind)
       select 'order', 'closed', $1::bigint, $2, min(id), now(), 'review', now(), 'review' from tiers returning id`,
      [orderId, groupId],
    );
    await db.query(
      `insert into drafts (task_id, user_id, sealed_body, saved_at) values ($1::bigint, $2, 'x', now() - interval '91 days')`,
      [task?.id, userId],
    );
    await enforceRetention(db);
    const left = await db.query(
      'select send_state as state from interactions where sealed_body is not null order by at, id',
    );
    expect(left).toEqual([{ state: 'queued' }, { state: null }]);
    expect(await db.query('select 1 from drafts')).toEqual([]);
    expect(await removals()).toEqual([{ kind: 'messages', removed: 2 }]);
  });
});

describe('raw bodies', () => {
  it('go with their week after as many days as are set, and the figure is kept', async () => {
    await db.query('update privacy_settings set raw_body_days = 3');
    const at = (await db.now()) - 12 * DAY_MS;
    const { name, from, until } = weekOf(at);
    const [a, b] = [from, until].map((limit) => new Date(limit).toISOString());
    await db.query(`create table ${name} partition of inbox_messages for values from ('${a}') to ('${b}')`);
    await db.query(
      `with k as (insert into inbox_keys (shop_id, key, body_sha, state) select 's', n::text, '', 1
         from generate_series(1, 7) n returning id, key)
       insert into inbox_messages (id, shop_id, key, received_at, sealed_body) select id, 's', key, at_ms($1), 'x' from k`,
      [at],
    );
    await keepInboxPartitions(db);
    expect(await db.query('select 1 from inbox_messages')).toEqual([]);
    expect(await db.query('select 1 from inbox_keys')).toHaveLength(7);
    expect(await removals()).toEqual([{ kind: 'raw-bodies', removed: 7 }]);
  });
});
