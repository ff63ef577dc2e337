import { beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { DAY_MS } from '@/domain/clocks/instant';
import { keepInboxPartitions, weekOf } from './inbox-partitions';

let db: TestDatabase;
let now: number;
beforeEach(async () => {
  db = await testDatabase();
  now = await db.now();
});

async function message(key: string, receivedAt: number, state = 1): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `insert into inbox_keys (shop_id, key, body_sha, state) values ('s', $1, '', $2) returning id`,
    [key, state],
  );
  await db.query(`insert into inbox_messages values ($1, 's', $2, at_ms($3), 'sealed')`, [row?.id, key, receivedAt]);
  return row?.id ?? '';
}
const partitions = async () =>
  (
    await db.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'inbox_messages'::regclass order by 1`,
    )
  ).map((row) => row.name);
const makeWeek = async (at: number) => {
  const { name, from, until } = weekOf(at);
  const [a, b] = [from, until].map((limit) => new Date(limit).toISOString());
  await db.query(`create table ${name} partition of inbox_messages for values from ('${a}') to ('${b}')`);
  return name;
};
const keys = async () =>
  (await db.query<{ key: string }>('select key from inbox_messages order by key')).map((row) => row.key);

describe('the partitions of the inbox', () => {
  it('begin on Mondays, UTC', () => {
    expect(weekOf(Date.UTC(2026, 10, 22, 23, 59)).name).toBe('inbox_messages_w20261116');
    expect(weekOf(Date.UTC(2026, 10, 23)).name).toBe('inbox_messages_w20261123');
  });

  it('are there for this week and the next before messages need them, once', async () => {
    await keepInboxPartitions(db);
    await keepInboxPartitions(db);
    const expected = [weekOf(now).name, weekOf(now + 7 * DAY_MS).name];
    expect(await partitions()).toEqual(['inbox_messages_default', ...expected]);
    await message('today', now);
    expect(await db.query(`select key from ${expected[0]}`)).toEqual([{ key: 'today' }]);
  });

  it('leave messages where they are that came before their partition', async () => {
    await message('early', now);
    await keepInboxPartitions(db);
    expect(await partitions()).toEqual(['inbox_messages_default', weekOf(now + 7 * DAY_MS).name]);
    expect(await keys()).toEqual(['early']);
  });

  it('are dropped when all their messages are older than 30 days, and the keys stay', async () => {
    const [old, young] = [now - 40 * DAY_MS, now - 29 * DAY_MS];
    const names = [await makeWeek(old), await makeWeek(young)];
    await message('old', old);
    await message('young', young);
    await keepInboxPartitions(db);
    expect(await keys()).toEqual(['young']);
    expect(await partitions()).not.toContain(names[0]);
    expect(await partitions()).toContain(names[1]);
    expect(await db.query('select key from inbox_keys order by key')).toEqual([{ key: 'old' }, { key: 'young' }]);
  });

  it('are not dropped while a message of theirs is pending', async () => {
    const old = now - 40 * DAY_MS;
    const name = await makeWeek(old);
    await message('pending', old, 0);
    await keepInboxPartitions(db);
    expect(await partitions()).toContain(name);
  });

  it('lose expired messages of the default partition too, except pending ones', async () => {
    await message('expired', now - 31 * DAY_MS);
    await message('expired but pending', now - 31 * DAY_MS, 0);
    await message('kept', now - 29 * DAY_MS);
    await keepInboxPartitions(db);
    expect(await keys()).toEqual(['expired but pending', 'kept']);
  });

  it('keep the hash but not the body of conflicting messages after 30 days', async () => {
    await db.query(
      `insert into inbox_conflicts (shop_id, key, body_sha, sealed_body, received_at) values
         ('s', 'old', 'a', 'text', now() - interval '31 days'), ('s', 'young', 'b', 'text', now())`,
    );
    await keepInboxPartitions(db);
    expect(await db.query(`select key, length(sealed_body) as n from inbox_conflicts order by key`)).toEqual([
      { key: 'old', n: null },
      { key: 'young', n: 4 },
    ]);
  });
});
