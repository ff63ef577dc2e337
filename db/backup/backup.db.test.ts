import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type PooledDatabase } from '../client';
import { migrate } from '../migrate';
import { aGroup, aShop, aUser } from '../testing/builders';
import { emptyDatabaseUrl, type TestDatabase, testDatabase } from '../testing/database';
import { BackupError } from './format';
import { readPieces } from './read';
import { restoreBackup } from './restore';
import { listTables } from './tables';
import { writeBackup } from './write';

const NASTY = ['\\.', '\\.\n', '\n\\.\n', '行\t列\r\n', '\\N', '', '"', '🀄', `x${'长'.repeat(70_000)}`];
const options = { mayReplace: false, afterLoad: async () => {} };

let db: TestDatabase;
let folder: string;
let file: string;
let whole: Record<string, unknown>;
const open: PooledDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tidewatch-backup-'));
  file = path.join(folder, 'whole.gz');
  db = await testDatabase();
  const groupId = await aGroup(db);
  const { shopId } = await aShop(db, { groupId });
  const userId = await aUser(db, { groupId });
  await db.query(`insert into tiers (id, name) values ('normal', '{}')`);
  await db.query(
    `with c as (insert into customers (shown_name) values ('王**') returning id)
     insert into tasks (kind, customer_id, group_id, tier_id, due_at, due_kind, work_due_at, work_due_kind, seat_id, seat_since)
     select 'conversation', id, $1, 'normal', now(), 'tier', now(), 'tier', $2, now() from c`,
    [groupId, userId],
  );
  await db.query(
    `create table inbox_messages_w20200106 partition of inbox_messages for values from ('2020-01-06') to ('2020-01-13')`,
  );
  const values = NASTY.map((text, at) => ({ text, at }));
  for (const { text, at } of values) {
    await db.query('insert into app_meta values ($1, $2)', [`nasty ${at}`, text]);
    await db.query(
      `insert into inbox_messages (id, shop_id, key, received_at, sealed_body) values ($1, $2, $3, '2020-01-07', $4)`,
      [at, shopId, text, Buffer.from(`${text}\0`)],
    );
  }
  await db.query(`insert into feed (topic, rooms, entity_id, version, patch) values ('t', '{}', '1', 1, '{}')`);
  await writeBackup(db.url, file);
  whole = await contentsOf(db);
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await rm(folder, { recursive: true, force: true });
});

async function elsewhere(): Promise<{ url: string; read: () => PooledDatabase }> {
  const url = await emptyDatabaseUrl();
  return {
    url,
    read: () => {
      const opened = openDatabase({ url, max: 2, applicationName: 'reader' });
      open.push(opened);
      return opened;
    },
  };
}
const contentsOf = async (of: PooledDatabase) => {
  const found: Record<string, unknown> = {};
  for (const { table } of await listTables(of))
    found[table] = await of.query(`select t::text as row from ${table} t order by 1`);
  return found;
};

describe('a backup', () => {
  it('restored elsewhere gives every row of every table back, byte for byte, and counts on where it stopped', async () => {
    const target = await elsewhere();
    const summary = await restoreBackup(target.url, file, options);
    const restored = target.read();
    expect(await contentsOf(restored)).toEqual(whole);
    expect(summary.tables).toBeGreaterThan(25);
    expect(await restored.query(`select 1 from inbox_messages_w20200106`)).toHaveLength(NASTY.length);
    const next = await restored.query<{ v: string }>(`select nextval('inbox_keys_id_seq') v`);
    expect(next).toEqual(await db.query(`select nextval('inbox_keys_id_seq') v`));
    expect(await migrate(restored)).toEqual([]);
  });

  it('restored elsewhere says once who had a card, and goes on noting who gets it', async () => {
    const target = await elsewhere();
    await restoreBackup(target.url, file, options);
    const restored = target.read();
    expect(await restored.query('select task_id from task_moves')).toHaveLength(1);
    await restored.query('update tasks set seat_id = null');
    await restored.query('update tasks set seat_id = (select id from users limit 1)');
    expect(await restored.query('select task_id from task_moves')).toHaveLength(3);
    await restored.query(
      `with c as (insert into customers (shown_name) values ('李**') returning id)
       insert into tasks (kind, customer_id, group_id, tier_id, due_at, due_kind, work_due_at, work_due_kind, seat_id, seat_since)
       select 'conversation', c.id, t.group_id, 'normal', now(), 'tier', now(), 'tier', t.seat_id, now() from c, tasks t`,
    );
    expect(await restored.query('select task_id from task_moves')).toHaveLength(4);
  });

  it('leaves out the change feed, which only means something to the database that wrote it', async () => {
    const target = await elsewhere();
    await restoreBackup(target.url, file, options);
    expect(await target.read().query('select 1 from feed')).toEqual([]);
  });

  it('is readable by its owner only, holds no draft, and is never written over another file', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(writeBackup(db.url, file)).rejects.toThrow('exists already');
  });

  it('taken while others write holds one moment: never a child without its parent', async () => {
    let isOver = false;
    const writers = [1, 2, 3].map(async () => {
      while (!isOver) {
        const groupId = await aGroup(db);
        await aUser(db, { groupId });
      }
    });
    const busy = path.join(folder, 'busy.gz');
    await writeBackup(db.url, busy);
    isOver = true;
    await Promise.all(writers);
    const target = await elsewhere();
    await restoreBackup(target.url, busy, options);
    const lost = await target
      .read()
      .query(
        'select 1 from users u where group_id is not null and not exists (select 1 from groups where id = u.group_id)',
      );
    expect(lost).toEqual([]);
  });
});

describe('a restore', () => {
  it('is refused where people or orders are, and with permission replaces them', async () => {
    const target = await elsewhere();
    await restoreBackup(target.url, file, options);
    await expect(restoreBackup(target.url, file, options)).rejects.toThrow('holds people or orders');
    await restoreBackup(target.url, file, { ...options, mayReplace: true });
    expect(await contentsOf(target.read())).toEqual(whole);
  });

  it('is refused while Tidewatch runs on the database', async () => {
    const target = await elsewhere();
    const running = openDatabase({ url: target.url, max: 1, applicationName: 'tidewatch-web' });
    open.push(running);
    await running.query('select 1');
    await expect(restoreBackup(target.url, file, options)).rejects.toThrow('stop it first');
  });

  it('that fails at its last step has changed nothing', async () => {
    const target = await elsewhere();
    const afterLoad = () => Promise.reject(new Error('no'));
    await expect(restoreBackup(target.url, file, { mayReplace: true, afterLoad })).rejects.toThrow('no');
    expect(await target.read().query(`select to_regclass('public.users') as users`)).toEqual([{ users: null }]);
  });

  const damaged: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    'was cut off': (bytes) => bytes.subarray(0, bytes.length - 200),
    'was cut off and packed again': (bytes) => gzipSync(gunzipSync(bytes).subarray(0, -40)),
    'has a changed byte': (bytes) => {
      const copy = Buffer.from(bytes);
      copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 0x55;
      return copy;
    },
    'lacks a row': (bytes) =>
      gzipSync(
        Buffer.from(
          gunzipSync(bytes)
            .toString('latin1')
            .replace(/nasty 0\t[^\n]*\n/, ''),
          'latin1',
        ),
      ),
    'is no backup': () => Buffer.from('hello'),
    'is some other packed file': () => gzipSync('{"rows":1}\n'),
    'is empty': () => Buffer.alloc(0),
  };
  it.each(Object.entries(damaged))('of a file that %s is refused and changes nothing', async (what, damage) => {
    const bad = path.join(folder, `${what}.gz`);
    await writeFile(bad, damage(await readFile(file)));
    const target = await elsewhere();
    await expect(restoreBackup(target.url, bad, options)).rejects.toThrow(BackupError);
    expect(await target.read().query(`select to_regclass('public.users') as users`)).toEqual([{ users: null }]);
  });
});

it('a backup reads the same however its bytes arrive', async () => {
  const bytes = gunzipSync(await readFile(file));
  const read = async (size: number) => {
    const chunks = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    const said: string[] = [];
    for await (const piece of readPieces(chunks())) {
      if (piece.kind !== 'rows') said.push(`\n${JSON.stringify(piece)}\n`);
      else said.push(piece.bytes.toString('latin1'));
    }
    return said.join('');
  };
  const whole = await read(bytes.length);
  for (const size of [1021, 4096, 65_536]) expect(await read(size)).toBe(whole);
});
