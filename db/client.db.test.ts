import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, openSignInPool } from './client';
import { aGroup, aShop, aUser } from './testing/builders';
import { type TestDatabase, testDatabase } from './testing/database';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});

describe('a pool', () => {
  it('reads timestamptz as epoch milliseconds, alone and in arrays, and days and int8 as text', async () => {
    const [row] = await db.query(
      `select at_ms(1700000000123) as at, array[at_ms(1), null] as list, date '2026-11-11' as day, 9007199254740993::int8 as id`,
    );
    expect(row).toEqual({ at: 1_700_000_000_123, list: [1, null], day: '2026-11-11', id: '9007199254740993' });
  });

  it('tells the database time in milliseconds', async () => {
    expect(Math.abs((await db.now()) - Date.now())).toBeLessThan(5_000);
  });

  it('commits what the work did, and nothing when the work throws', async () => {
    await db.tx((tx) => aGroup(tx, { id: 'kept' }));
    await expect(
      db.tx(async (tx) => {
        await aGroup(tx, { id: 'lost' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await db.query('select id from groups where id in ($1, $2)', ['kept', 'lost'])).toEqual([{ id: 'kept' }]);
  });

  it('reports a transaction that cannot be committed although the work caught the error', async () => {
    const work = db.tx(async (tx) => {
      await aGroup(tx, { id: 'swallowed' });
      await tx.query('select 1/0').catch(() => {});
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await db.query(`select 1 from groups where id = 'swallowed'`)).toEqual([]);
  });

  it('refuses statements for a transaction that is over', async () => {
    const escaped = await db.tx(async (tx) => tx);
    await expect(escaped.query('select 1')).rejects.toThrow('is over');
  });

  it('goes on after its connections were cut, and says that they were lost', async () => {
    const lost: Error[] = [];
    const own = openDatabase({ url: db.url, max: 2, applicationName: 'cut', onConnectionLost: (e) => lost.push(e) });
    const cut = own.tx(async (tx) => {
      await db.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`);
      await tx.query('select 1');
    });
    await expect(cut).rejects.toThrow();
    expect(await own.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(lost.length).toBeGreaterThan(0);
    await own.close();
  });

  it('gives pipeline connections custom plans and short time-outs, and keeps settings of the URL', async () => {
    const own = openDatabase({
      url: `${db.url}&options=${encodeURIComponent('-c work_mem=7MB')}`,
      max: 1,
      isPipeline: true,
    });
    const [row] = await own.query(
      `select current_setting('plan_cache_mode') plan, current_setting('statement_timeout') statement,
         current_setting('idle_in_transaction_session_timeout') idle, current_setting('client_connection_check_interval') as "check",
         current_setting('work_mem') work`,
    );
    expect(row).toEqual({ plan: 'force_custom_plan', statement: '5s', idle: '5s', check: '1s', work: '7MB' });
    await own.close();
  });

  it('keeps plain dates in the pool for the sign-in library', async () => {
    const pool = openSignInPool({ url: db.url, max: 1 });
    expect((await pool.query('select at_ms(5) as at')).rows).toEqual([{ at: new Date(5) }]);
    await pool.end();
  });
});

it('builders store rows that the schema accepts', async () => {
  const { shopId, groupId } = await aShop(db);
  const userId = await aUser(db, { groupId, role: 'agent' });
  expect(
    await db.query(
      'select s.group_id, u.role from shops s, users u join seats on user_id = u.id where s.id = $1 and u.id = $2',
      [shopId, userId],
    ),
  ).toEqual([{ group_id: groupId, role: 'agent' }]);
});
