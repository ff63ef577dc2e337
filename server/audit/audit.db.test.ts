import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '@/db/client';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { audit } from '../audit';
import { BLOCK_COLUMNS, type Block, hashOfBlock, SEALED_TEXT } from './block';
import { type CheckpointPlace, writeCheckpoint } from './checkpoint';
import { sealAudit } from './seal';
import { type Finding, verifyAudit } from './verify';

const SYSTEM = { kind: 'system', job: 'test' } as const;
let db: TestDatabase;
let place: CheckpointPlace;
let made = 0;

beforeAll(async () => {
  db = await testDatabase();
  place = { dataDir: await mkdtemp(path.join(tmpdir(), 'tidewatch-audit-')), auditKey: null };
});
afterAll(() => rm(place.dataDir, { recursive: true, force: true }));

const record = (sql: Sql, ref = String(++made)) => audit(sql, SYSTEM, 'test.done', ref, { made: Number(ref) });
const seal = async () => {
  let sealed = 0;
  for (let count = await sealAudit(db); count > 0; count = await sealAudit(db)) sealed += count;
  return sealed;
};
const verified = () => verifyAudit(db, place);
const foundIn = async () => (await verified()).finding;

/** As whoever rules the database: nothing refuses. */
const asSuperuser = (sql: string, params: unknown[] = []) =>
  db.tx(async (tx) => {
    for (const table of ['audit', 'audit_blocks']) await tx.query(`alter table ${table} disable trigger all`);
    await tx.query(sql, params);
    for (const table of ['audit', 'audit_blocks'])
      await tx.query(`alter table ${table} enable always trigger ${table}_append_only`);
  });
const idOf = async (ref: string): Promise<string> =>
  (await db.query<{ id: string }>('select id from audit where ref = $1', [ref]))[0]?.id ?? '';
const blocks = () => db.query<Block>(`select ${BLOCK_COLUMNS} from audit_blocks order by block::bigint`);

describe('the audit tables', () => {
  it.each(['audit', 'audit_blocks'])('%s takes rows and refuses to change, remove or empty them', async (table) => {
    await record(db);
    await seal();
    const refused = [
      `update ${table} set ${table === 'audit' ? `actor = 'other'` : 'n = n'}`,
      `delete from ${table}`,
      `truncate ${table}`,
    ];
    for (const statement of refused) await expect(db.query(statement)).rejects.toMatchObject({ code: '42501' });
    await expect(
      db.tx(async (tx) => {
        await tx.query('set local session_replication_role = replica');
        await tx.query(`delete from ${table}`);
      }),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the sealer', () => {
  it('takes in every committed row once, also those of transactions that end in another order', async () => {
    await seal();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hasWritten = () => {};
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const slow = db.tx(async (tx) => {
      await record(tx, '900001');
      hasWritten();
      await held;
    });
    await written;
    await record(db, '900002');
    expect(await seal()).toBe(0);
    release();
    await slow;
    expect(await seal()).toBe(2);
    expect(await seal()).toBe(0);
    expect(await verified()).toMatchObject({ finding: null, waiting: { rows: 0 } });
  });

  it('loses none of the rows that eight writers append while it seals', async () => {
    let isWriting = true;
    const sealing = (async () => {
      while (isWriting) await sealAudit(db);
    })();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let count = 0; count < 40; count += 1)
          await db.tx(async (tx) => {
            await record(tx);
            await record(tx);
          });
      }),
    );
    isWriting = false;
    await sealing;
    await seal();
    const [all] = await db.query<{ n: number }>('select count(*)::int as n from audit');
    expect(await verified()).toMatchObject({ finding: null, rows: all?.n, waiting: { rows: 0 } });
  });

  it('lets one of two that seal at once append, and the other fail', async () => {
    await record(db);
    const results = await Promise.allSettled([sealAudit(db), sealAudit(db), sealAudit(db)]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    await seal();
    expect(await foundIn()).toBeNull();
  });
});

describe('audit:verify', () => {
  const refs = ['800001', '800002', '800003', '800004', '800005', '800006'] as const;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    for (const ref of refs) {
      await record(db, ref);
      await seal();
      ids[ref] = await idOf(ref);
    }
    await writeCheckpoint(db, place);
    await record(db, '800007');
    await seal();
    await db.query('create table kept_rows as select * from audit');
    await db.query('create table kept_blocks as select * from audit_blocks');
  });
  afterEach(async () => {
    await asSuperuser('delete from audit');
    await asSuperuser('delete from audit_blocks');
    await db.query('insert into audit overriding system value select * from kept_rows');
    await db.query('insert into audit_blocks select * from kept_blocks');
    expect(await foundIn()).toBeNull();
  });

  const rowOf = (what: Finding['what'], ref: string) => ({ what, rowId: ids[ref] });
  const blockOfRow = async (ref: string) =>
    (await blocks()).find((block) => block.rowIds.includes(idBytes(ids[ref] ?? '0')));
  const idBytes = (id: string) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(id));
    return bytes;
  };

  it.each([
    ['who did it', `update audit set actor = 'somebody else' where ref = '800003'`],
    ['what was done', `update audit set action = 'test.undone' where ref = '800003'`],
    ['when', `update audit set at = at + interval '1 microsecond' where ref = '800003'`],
    ['to what', `update audit set ref = '999999' where ref = '800003'`],
    ['the detail', `update audit set detail = '{"made": 800004}' where ref = '800003'`],
    ['the transaction', `update audit set xid = (xid::text::bigint + 1)::text::xid8 where ref = '800003'`],
  ])('finds an edit of %s, and names the first of two rows', async (_, edit) => {
    await asSuperuser(edit);
    await asSuperuser(`update audit set actor = 'x' where ref = '800005'`);
    expect(await foundIn()).toMatchObject(rowOf('row-changed', '800003'));
  });

  it('finds a row that was deleted', async () => {
    await asSuperuser(`delete from audit where ref = '800002'`);
    expect(await foundIn()).toMatchObject(rowOf('row-missing', '800002'));
  });

  it('finds a row that was added behind the seal, whatever id and transaction it claims', async () => {
    for (const id of ['-5', '99999999']) {
      await asSuperuser(
        `insert into audit (id, xid, at, actor, action, ref) overriding system value
         select $1::bigint, xid, at, actor, action, 'forged' from audit where ref = '800004'`,
        [id],
      );
      expect(await foundIn()).toMatchObject({ what: 'row-added', rowId: id });
      await asSuperuser(`delete from audit where ref = 'forged'`);
    }
  });

  it('finds two rows that changed places', async () => {
    await asSuperuser(
      `update audit a set actor = b.actor, action = b.action, ref = b.ref, at = b.at, detail = b.detail
       from audit b where (a.ref = '800002' and b.ref = '800005') or (a.ref = '800005' and b.ref = '800002')`,
    );
    expect(await foundIn()).toMatchObject(rowOf('row-changed', '800002'));
  });

  it('finds that the newest rows were cut off, and everything', async () => {
    await asSuperuser(`delete from audit where ref = '800006'`);
    expect(await foundIn()).toMatchObject(rowOf('row-missing', '800006'));
    await asSuperuser('delete from audit');
    expect((await foundIn())?.what).toBe('row-missing');
  });

  it('finds that the newest rows were cut off together with their blocks, by the checkpoint', async () => {
    const first = (await blockOfRow('800005'))?.block;
    await asSuperuser('delete from audit_blocks where block >= $1::bigint', [first]);
    await asSuperuser(`delete from audit where ref >= '800005' and ref <= '800007' and length(ref) = 6`);
    expect((await foundIn())?.what).toBe('chain-cut');
    await seal();
    await record(db, '810001');
    await seal();
    await record(db, '810002');
    await seal();
    expect((await foundIn())?.what).toBe('chain-rewritten');
    await asSuperuser('truncate audit, audit_blocks');
    expect((await foundIn())?.what).toBe('chain-cut');
  });

  it.each([
    ['a row hash', `row_hashes = set_byte(row_hashes, 3, 255 - get_byte(row_hashes, 3))`],
    ['which rows it holds', `row_ids = set_byte(row_ids, 7, 255 - get_byte(row_ids, 7))`],
    ['its time', `sealed_at = sealed_at + interval '1 ms'`],
    ['its incarnation', `incarnation = '0000000000000000'`],
    ['its hash', `hash = set_byte(hash, 0, 255 - get_byte(hash, 0))`],
    ['how far it reaches', 'last_id = last_id + 1'],
  ])('finds a block of which %s was changed', async (_, change) => {
    const block = await blockOfRow('800003');
    await asSuperuser(`update audit_blocks set ${change} where block = $1::bigint`, [block?.block]);
    expect(await foundIn()).toMatchObject({ what: 'block-changed', block: block?.block });
  });

  it('finds a block that is missing, and one that was made anew to fit a changed row', async () => {
    const block = await blockOfRow('800003');
    if (!block) throw new Error('no block holds the row');
    await asSuperuser('delete from audit_blocks where block = $1::bigint', [block.block]);
    expect(await foundIn()).toMatchObject({ what: 'block-missing', block: block.block });
    await asSuperuser(`update audit set actor = 'x' where ref = '800003'`);
    const [row] = await db.query<{ hash: Buffer }>(
      `select sha256(convert_to(${SEALED_TEXT}, 'UTF8')) as hash from audit a where ref = '800003'`,
    );
    const forged = { ...block, rowHashes: row?.hash ?? Buffer.alloc(0) };
    await db.query(
      `insert into audit_blocks (block, incarnation, base_id, last_xid, last_id, n, row_ids, row_hashes, previous, hash, sealed_at)
       select block, incarnation, base_id, last_xid, last_id, n, row_ids, $2, previous, $3, sealed_at
       from kept_blocks where block = $1::bigint`,
      [block.block, forged.rowHashes, hashOfBlock(forged)],
    );
    expect((await foundIn())?.what).toBe('block-changed');
  });

  it('finds a chain that was rewritten from a row to the end, by the checkpoint', async () => {
    await asSuperuser(`update audit set actor = 'x' where ref = '800003'`);
    await asSuperuser('delete from audit_blocks');
    await seal();
    expect((await foundIn())?.what).toMatch(/^chain-(rewritten|cut)$/);
  });

  it('finds a checkpoint that was changed, exchanged or removed', async () => {
    const folder = path.join(place.dataDir, 'audit-checkpoints');
    const [name = ''] = (await readdir(folder)).sort();
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    const digit = (hash: string) => (hash.startsWith('0') ? '1' : '0') + hash.slice(1);
    for (const spoilt of [text.replace(/"hash": "(\w+)"/, (_, hash) => `"hash": "${digit(hash)}"`), '{}', 'no JSON']) {
      await writeFile(file, spoilt);
      expect((await foundIn())?.what).toBe('checkpoint-changed');
    }
    await unlink(file);
    expect((await foundIn())?.what).toBe('checkpoint-missing');
    await writeFile(file, text);
  });

  it('says nothing of rows that wait for the sealer, while the application goes on writing', async () => {
    await record(db, '820001');
    expect(await verified()).toMatchObject({ finding: null, waiting: { rows: 1 } });
  });
});

describe('a restored backup', () => {
  it('goes on with the chain in a new incarnation, and the verification says so', async () => {
    await record(db, '830001');
    await db.query(`update app_meta set value = gen_random_uuid()::text where key = 'incarnation'`);
    await record(db, '830002');
    await seal();
    await record(db, '830003');
    await seal();
    const result = await verified();
    expect(result).toMatchObject({ finding: null, waiting: { rows: 0 } });
    expect(result.notes.join()).toContain('a backup was restored');
  });

  it('finds rows with transaction numbers from far ahead, and seals them', async () => {
    await db.query(
      `insert into audit (xid, actor, action, ref) select '4611686018427387904'::xid8, 'system', 'test.ahead', i::text
       from generate_series(840001, 840003) i`,
    );
    await db.query(`update app_meta set value = gen_random_uuid()::text where key = 'incarnation'`);
    await seal();
    await record(db, '840004');
    await seal();
    expect(await verified()).toMatchObject({ finding: null, waiting: { rows: 0 } });
    await asSuperuser(`update audit set actor = 'x' where ref = '840002'`);
    expect(await foundIn()).toMatchObject({ what: 'row-changed', rowId: await idOf('840002') });
  });
});
