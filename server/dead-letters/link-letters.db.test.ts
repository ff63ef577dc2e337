import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Context, UserActor } from '../context';
import { storeLinkMessage } from '../facts/message-store';
import { readLinkMessages } from '../facts/read-messages';
import { linkConnections } from '../link-accounts/link-connections';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { actingAs, quietServices } from '../testing/acting';
import { aLink } from '../testing/links';
import { countLetters } from './count';
import { discardLetters } from './discard';
import { getLetter } from './get';
import { listLetters } from './list';
import { readRaw } from './raw';
import { redrive } from './redrive';
import { redriveDue } from './redrive-due';
import { listRedriveRows, listRedrives } from './redrives';

let db: TestDatabase;
let manager: Context<UserActor>;
let shopId: string;
let groupId: string;
let linkId: string;
const rules = createRuleSetCache();

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  manager = await actingAs(db, { role: 'manager' });
});
beforeEach(async () => {
  ({ shopId, groupId } = await aShop(db));
  linkId = await aLink(db, 'kuaidi100', [shopId]);
});

const readAll = async () => {
  while ((await readLinkMessages(quietServices(db), rules)) > 0);
};
const push = async (body: string, key = unique('push')): Promise<string> => {
  await storeLinkMessage(quietServices(db), { linkId, key, topic: '', body: Buffer.from(body) });
  await readAll();
  return key;
};
const here = (more = {}) => ({ filter: { linkId, ...more } });
const list = async (ctx = manager, more = {}) => (await listLetters(ctx, { ...here(more), limit: 100 })).rows;
const redriveAll = async () => {
  while (await redriveDue(db));
};
const auditsOf = (action: string, ref: string) =>
  db.query<{ detail: object }>('select detail from audit where action = $1 and ref = $2', [action, ref]);

/** Courier traces of a parcel that is known, which SQL refuses until it is mended. */
async function poisoned(count: number): Promise<{ keys: string[]; mend: () => Promise<unknown> }> {
  const name = unique('poison').replaceAll('-', '_');
  const trackingNo = unique('SF');
  await db.query('insert into parcels (tracking_no) values ($1)', [trackingNo]);
  await db.query(
    `create function ${name}() returns trigger language plpgsql as
     $$ begin if new.tracking_no = '${trackingNo}' then raise exception 'refused by sql'; end if; return new; end $$`,
  );
  await db.query(`create trigger ${name} before update on parcels for each row execute function ${name}()`);
  const keys: string[] = [];
  for (let n = 0; n < count; n += 1)
    keys.push(await push(JSON.stringify({ status: 'polling', lastResult: { nu: trackingNo, state: '0', data: [] } })));
  return { keys, mend: () => db.query(`drop function ${name} cascade`) };
}

describe('what a link told and could not be read', () => {
  it('lies in the tray by its link, apart from what shops told, and as many as the health of connections counts', async () => {
    await push('{');
    const again = await push('{"lastResult": {"nu": "", "receiverName": "李雷"}}');
    await push('{"lastResult": {"nu": "", "receiverName": "韩梅"}}', again);
    expect(await list()).toMatchObject([
      { kind: 'link-conflict', name: again, linkId, shopId: null, ownerName: linkId },
      { kind: 'link' },
      { kind: 'link' },
    ]);
    expect(await countLetters(manager, here())).toMatchObject({ total: 3, byKind: { link: 2, 'link-conflict': 1 } });
    expect(await countLetters(manager, { filter: { shopId } })).toMatchObject({ total: 0 });
    expect(await list(manager, { kinds: ['link-conflict'] })).toHaveLength(1);
    const connection = (await linkConnections(db, null)).find(({ id }) => id === `kuaidi100:${linkId}`);
    expect(connection?.deadLetters).toBe(3);
  });

  it('is shown with personal values kept back, compared with the body that came first, and lists page by page', async () => {
    const key = await push('{"lastResult": {"nu": "", "state": "0", "receiverName": "李雷"}}');
    await push('{"lastResult": {"nu": "", "state": "3", "receiverName": "韩梅"}}', key);
    const [other, first] = await list();
    const { lines } = await getLetter(manager, { ref: first!.ref });
    expect(lines).toContainEqual({ path: 'lastResult.receiverName', value: null });
    const detail = await getLetter(manager, { ref: other!.ref });
    expect(detail.differences).toContainEqual({
      ...{ path: 'lastResult.state', ours: '0', theirs: '3', isKeptBack: false },
    });
    expect(JSON.stringify(detail)).not.toMatch(/李雷|韩梅/);
    const page = await listLetters(manager, { ...here(), limit: 1 });
    const rest = await listLetters(manager, { ...here(), limit: 5, after: page.next! });
    expect([...page.rows, ...rest.rows].map(({ ref }) => ref)).toEqual([other!.ref, first!.ref]);
  });

  it('is of the groups of its shops for a supervisor, of nobody else, and its raw body for managers, on record', async () => {
    await push('{"name": "李雷"');
    const ref = (await list())[0]!.ref;
    const lead = await actingAs(db, { role: 'supervisor', groupId });
    const stranger = await actingAs(db, { role: 'supervisor', groupId: (await aShop(db)).groupId });
    const agent = await actingAs(db, { role: 'agent', groupId });
    expect(await list(lead)).toHaveLength(1);
    expect(await getLetter(lead, { ref })).toMatchObject({ ref });
    expect(await list(stranger)).toEqual([]);
    await expect(getLetter(stranger, { ref })).rejects.toMatchObject({ code: 'not-found' });
    await expect(getLetter(agent, { ref })).rejects.toMatchObject({ code: 'forbidden' });
    for (const ctx of [lead, agent, await actingAs(db, { role: 'admin' })])
      await expect(readRaw(ctx, { ref, reason: '排查' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await readRaw(manager, { ref, reason: '排查' })).toMatchObject({ body: '{"name": "李雷"' });
    expect(await auditsOf('deadLetters.raw', ref)).toMatchObject([{ detail: { reason: '排查' } }]);
  });

  it('of a link that serves shops of two groups is seen by the supervisors of both', async () => {
    const other = await aShop(db);
    await db.query(`insert into link_shops (kind, shop_id, link_id) values ('kuaidi100', $1, $2)`, [
      other.shopId,
      linkId,
    ]);
    await push('{');
    const ref = (await list())[0]!.ref;
    for (const one of [groupId, other.groupId]) {
      const lead = await actingAs(db, { role: 'supervisor', groupId: one });
      expect(await list(lead)).toHaveLength(1);
      expect(await getLetter(lead, { ref })).toMatchObject({ ref });
    }
  });

  it('leaves the tray when it is discarded, for a reason that stays on record, and is not read again', async () => {
    await push('{');
    const ref = (await list())[0]!.ref;
    expect(await discardLetters(manager, { refs: [ref], reason: '测试数据' })).toEqual({ discarded: 1 });
    expect(await list()).toEqual([]);
    expect(await auditsOf('deadLetters.discard', ref)).toMatchObject([{ detail: { reason: '测试数据' } }]);
    await expect(redrive(manager, { filter: {}, refs: [ref] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(discardLetters(manager, { refs: [ref], reason: '再来' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a redrive of what links told', () => {
  it('reads the one that is named again, and leaves the others', async () => {
    const { keys, mend } = await poisoned(2);
    await mend();
    const rows = await list();
    expect(rows.map(({ reason }) => reason)).toEqual([expect.stringContaining('refused by sql'), expect.anything()]);
    const picked = rows.find(({ name }) => name === keys[0])!;
    const { redriveId, total } = await redrive(manager, { filter: {}, refs: [picked.ref] });
    expect(total).toBe(1);
    await redriveAll();
    await readAll();
    expect((await list()).map(({ name }) => name)).toEqual([keys[1]]);
    expect((await listRedriveRows(manager, { redriveId, after: '', limit: 10 })).rows).toMatchObject([
      { ref: picked.ref, name: keys[0], stands: 'read' },
    ]);
    expect(await auditsOf('deadLetters.redrive', redriveId)).toMatchObject([{ detail: { total: 1 } }]);
  });

  it('by filter takes every one of the link but another body under a known id, and says which failed again', async () => {
    const { keys, mend } = await poisoned(2);
    const other = await push('{"other": 1}', keys[0]);
    const bodiless = await push('{');
    await db.query('update link_messages set sealed_body = null where link_id = $1 and key = $2', [linkId, bodiless]);
    const unreadable = await push('{"lastResult": 1}');
    await mend();
    const { redriveId, total } = await redrive(manager, here());
    expect(total).toBe(4);
    await redriveAll();
    await readAll();
    const { rows } = await listRedriveRows(manager, { redriveId, after: '', limit: 10 });
    expect(Object.fromEntries(rows.map(({ name, stands }) => [name, stands]))).toEqual({
      ...{ [keys[0]!]: 'read', [keys[1]!]: 'read', [bodiless]: 'no-body', [unreadable]: 'aside-again' },
    });
    expect(await listRedrives(manager)).toMatchObject([{ redriveId, read: 2, asideAgain: 1, notThere: 1 }, {}]);
    expect((await list()).map(({ kind, name }) => [kind, name])).toContainEqual(['link-conflict', other]);
  });
});
