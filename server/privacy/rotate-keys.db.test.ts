import { beforeEach, describe, expect, it } from 'vitest';
import { aShop, aUser } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { sealLinkSecrets } from '../link-accounts/values';
import { openAddress, sealAddress } from '../notice-channels/address';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { changeCredentials, openCredentials, openSecret, sealSecret } from '../shops/credentials';
import { TEST_KEYRING } from '../testing/acting';
import { aConversation } from '../testing/conversation-card';
import { sealed } from '../testing/sealed';
import { openWecomSecrets, sealWecomSecrets } from '../wecom/secrets';
import { type Keyring, parseKeyring } from './keyring';
import { openKeyring } from './open-keyring';
import { countByKey, rotateKeys } from './rotate-keys';
import { PURPOSE, SEALED_COLUMNS } from './sealed-columns';
import { openNotes, sealCauseNote } from './sealed-notes';
import { openReceiver } from './sealed-receiver';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const OLD = `index:${key(1)},k1:${key(2)}`;
const BOTH = `${OLD},k2:${key(3)}`;
const NEW = `index:${key(1)},k2:${key(3)}`;
const env = (dataKeys: string) => ({ dataKeys, dataDir: '' });

let db: TestDatabase;
beforeEach(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
});

/** Something sealed in every column, and 1,200 messages beside it. */
async function aFilledDatabase(): Promise<void> {
  const services = { db, keyring: TEST_KEYRING };
  const { shopId, groupId } = await aShop(db, { platform: 'generic' });
  const { body } = genericOrder({ at: await db.now(), phone: '13912345678', note: '打13912345678' });
  await storeMessages(services, shopId, [{ key: 'one', body }]);
  await storeMessages(services, shopId, [{ key: 'one', body: Buffer.from('another body') }]);
  await secrets(shopId, groupId);
  while ((await runBatch(services, createRuleSetCache())) > 0);
  const { taskId } = await aConversation(db, groupId, ['你好']);
  await db.query('update tasks set cause_note_sealed = $2 where id = $1::bigint', [
    taskId,
    sealCauseNote(TEST_KEYRING, '客户改了电话'),
  ]);
  await db.query('insert into drafts (task_id, user_id, sealed_body) values ($1::bigint, $2, $3)', [
    taskId,
    await aUser(db),
    sealed('draft', '写到一半'),
  ]);
  await db.query(
    `insert into interactions (channel, kind, direction, sealed_body) select 'wecom', 'message', 'in', words
     from unnest($1::bytea[]) words`,
    [Array.from({ length: 1_200 }, (_, n) => sealed('interaction', `第 ${n} 条`))],
  );
}

/** The secrets of the house, each sealed by the room that owns it. */
async function secrets(shopId: string, groupId: string): Promise<void> {
  await db.tx(async (tx) => {
    await changeCredentials(tx, TEST_KEYRING, shopId, { appSecret: 'app secret' });
  });
  await db.query(
    `insert into shop_secrets (shop_id, sealed, fingerprint, created_by) values ($1, $2, 'abcd', 'system')`,
    [shopId, sealSecret(TEST_KEYRING, shopId, 'signing secret')],
  );
  const wecom = { corpSecret: 'corp secret', callbackToken: 't', encodingAesKey: 'k' };
  await db.query(
    `insert into wecom_accounts (id, corp_id, api_base, group_id, name, secrets_sealed) values ('w', 'c', 'http://x', $1, 'w', $2)`,
    [groupId, sealWecomSecrets(TEST_KEYRING, 'w', wecom)],
  );
  await db.query(
    `insert into notice_channels (name, kind, address_sealed, host, events) values ('n', 'webhook', $1, 'x', '{}')`,
    [sealAddress(TEST_KEYRING, { url: 'https://x/robot', secret: null })],
  );
  await db.query(`insert into links (id, kind, name, settings, secrets_sealed) values ('l', 'qimen', 'l', '{}', $1)`, [
    sealLinkSecrets(TEST_KEYRING, 'l', { appSecret: 'warehouse secret' }),
  ]);
  await db.query(`insert into link_messages (link_id, key, body_sha, sealed_body) values ('l', 'm', '\\x00', $1)`, [
    TEST_KEYRING.seal('a message', PURPOSE.linkMessage),
  ]);
  await db.query(
    `with f as (insert into import_files (shop_id, file_name, actor) values ($1, 'report.csv', 'system') returning id),
      c as (insert into import_chunks (file_id, seq, sealed) select id, 0, $2 from f)
     insert into import_problems (file_id, row_no, place, column_name, reason, sealed_value)
     select id, 1, 0, '总金额', 'not-an-amount', $3 from f`,
    [shopId, TEST_KEYRING.seal('a piece', PURPOSE.importChunk), TEST_KEYRING.seal('a value', PURPOSE.importProblem)],
  );
  await db.query(`insert into parcels (tracking_no, scans_sealed) values ('SF1', $1)`, [
    TEST_KEYRING.seal('[]', PURPOSE.parcelScans),
  ]);
  await db.query('insert into channel_tokens (shop_id, sealed) values ($1, $2)', [
    shopId,
    TEST_KEYRING.seal('{}', `shop.token/${shopId}`),
  ]);
}

const openedSecrets = async (keyring: Keyring) => {
  const one = async (sql: string) =>
    (await db.query<{ id: string; value: Buffer }>(sql))[0] ?? { id: '', value: Buffer.alloc(0) };
  const shop = await one('select id, credentials_sealed as value from shops where credentials_sealed is not null');
  const secret = await one('select shop_id as id, sealed as value from shop_secrets');
  const wecom = await one('select id, secrets_sealed as value from wecom_accounts');
  const channel = await one('select name as id, address_sealed as value from notice_channels');
  return [
    openCredentials(keyring, shop.id, shop.value).appSecret,
    openSecret(keyring, secret.id, secret.value),
    openWecomSecrets(keyring, wecom.id, wecom.value).corpSecret,
    openAddress(keyring, channel.value).url,
  ];
};

describe('a rotation of the data keys', () => {
  it('leaves nothing under the old key and everything readable under the new one, which then suffices', async () => {
    await aFilledDatabase();
    const total = (await countByKey(db)).get('k1') ?? 0;
    expect(total).toBeGreaterThan(1_204);
    const steps: number[] = [];
    const done = await rotateKeys({ db, keyring: parseKeyring(BOTH) }, ({ seen }) => steps.push(seen));
    expect(done).toEqual({ resealed: total, unopened: [] });
    expect([...(await countByKey(db))]).toEqual([['k2', total]]);
    expect(steps.length).toBeGreaterThan(SEALED_COLUMNS.length);
    const alone = parseKeyring(NEW);
    const words = await db.query<{ value: Buffer }>('select sealed_body as value from interactions');
    const texts = words.map(({ value }) => alone.openText(value, PURPOSE.interaction));
    expect(texts).toEqual(expect.arrayContaining(['第 0 条', '第 1199 条', '你好']));
    const [receiver] = await db.query<{ value: Buffer; notes: Buffer }>(
      'select sealed as value, notes_sealed as notes from order_receivers',
    );
    expect(openNotes(alone, receiver?.notes ?? Buffer.alloc(0)).buyerNote).toBe('打13912345678');
    expect(await openedSecrets(alone)).toEqual(['app secret', 'signing secret', 'corp secret', 'https://x/robot']);
    for (const { table, column } of SEALED_COLUMNS)
      expect(await db.query(`select 1 from ${table} where ${column} is not null`), table).not.toEqual([]);
    expect(openReceiver(alone, receiver?.value ?? Buffer.alloc(0)).phone).toBe('13912345678');
  });

  it('that was stopped goes on where it was, and a second one finds nothing to do', async () => {
    await aFilledDatabase();
    const services = { db, keyring: parseKeyring(BOTH) };
    const total = (await countByKey(db)).get('k1') ?? 0;
    const stop = () => {
      throw new Error('stopped');
    };
    await expect(rotateKeys(services, ({ resealed }) => resealed > 600 && stop())).rejects.toThrow('stopped');
    const left = (await countByKey(db)).get('k1') ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(total);
    expect(await rotateKeys(services)).toEqual({ resealed: left, unopened: [] });
    expect(await rotateKeys(services)).toEqual({ resealed: 0, unopened: [] });
  });

  it('names a value that somebody changed in the database, and does the others', async () => {
    await aFilledDatabase();
    const [changed] = await db.query<{ id: string }>(
      `update interactions set sealed_body = set_byte(sealed_body, length(sealed_body) - 1, get_byte(sealed_body, length(sealed_body) - 1) # 1)
       where id = (select min(id) from interactions) returning id`,
    );
    const total = (await countByKey(db)).get('k1') ?? 0;
    expect(await rotateKeys({ db, keyring: parseKeyring(BOTH) })).toEqual({
      resealed: total - 1,
      unopened: [`interactions ${changed?.id}`],
    });
  });

  it('knows every column of the schema that holds sealed values', async () => {
    const columns = await db.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped and a.attname ~ 'sealed'
       order by 1`,
    );
    expect(columns.map(({ name }) => name)).toEqual(
      SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort(),
    );
  });
});

describe('a start without a key that was there before', () => {
  it('is refused while anything is sealed with it, and goes well once nothing is', async () => {
    await aFilledDatabase();
    await openKeyring(env(OLD), db);
    await openKeyring(env(BOTH), db);
    await expect(openKeyring(env(NEW), db)).rejects.toThrow(/k1 is missing.*keys:rotate/);
    await rotateKeys({ db, keyring: parseKeyring(BOTH) });
    expect((await openKeyring(env(NEW), db)).activeId).toBe('k2');
    expect((await openKeyring(env(NEW), db)).activeId).toBe('k2');
  });
});
