import { aGroup, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Context, Role, UserActor } from '../context';
import { createUser } from '../people/create';
import { ensureDefaults } from '../setup/ensure-defaults';
import { createShop } from '../shops/create';
import type { TransferReport } from '../transfer/report';
import { readSettingsFile, type SettingsFile } from '../transfer/settings-file';
import { actingAs } from './acting';

/** Somebody with a user name such as the API gives. */
export async function aPerson(of: TestDatabase, role: Role): Promise<Context<UserActor>> {
  const ctx = await actingAs(of, { role });
  await of.query('update users set username = $2 where id = $1', [ctx.actor.userId, unique(role).replace(/-/g, '.')]);
  return ctx;
}

/** A new installation with its first admin. */
export async function anInstallation(): Promise<{ db: TestDatabase; admin: Context<UserActor> }> {
  const db = await testDatabase();
  await ensureDefaults(db);
  return { db, admin: await aPerson(db, 'admin') };
}

/** A small company with something in every section of the settings. */
export async function furnish(admin: Context<UserActor>): Promise<void> {
  const { db } = admin;
  const groupId = await aGroup(db, { name: '客服一组', region: '华东' });
  const person = { username: 'lin.x', name: '林晓', role: 'agent', groupId } as const;
  await createUser(admin, { ...person, password: 'a password of theirs' });
  await createUser(admin, { ...person, username: 'he.jing', name: '何静', role: 'supervisor' });
  await db.query(
    `update seats set skills = '{vip}', capacity = 7 where user_id = (select id from users where username = 'lin.x')`,
  );
  await createShop(admin, { name: '潮汐生活馆', platform: 'generic', channel: 'generic', groupId });
  await db.query(
    `insert into wecom_accounts (id, corp_id, name, api_base, group_id, secrets_sealed)
     values ('w', 'ww1', '微信客服', 'https://qyapi.weixin.qq.com', $1, 'sealed bytes of a secret')`,
    [groupId],
  );
  await db.query(
    `insert into links (id, kind, name, settings, secrets_sealed)
     values ('l', 'qimen', '杭州仓', '{"warehouseCode": "HZ01"}', 'sealed bytes of a link')`,
  );
  await db.query(
    `insert into notice_channels (name, kind, address_sealed, host, group_id, events)
     values ('一组群', 'wecom-robot', 'sealed bytes of an address', 'qyapi.weixin.qq.com', $1, '{hold}')`,
    [groupId],
  );
}

/** What a file is after it went through a download and an upload. */
export function travelled(file: SettingsFile): SettingsFile {
  const read = readSettingsFile(JSON.parse(JSON.stringify(file)));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.file;
}

/** The rows of a report that are not as the file has them, a line each. */
export const unlike = (report: TransferReport): string[] =>
  report.rows
    .filter(({ effect }) => effect !== 'same')
    .map(({ section, name, effect }) => `${section} ${name}: ${effect}`);

/** How much there is of everything that applying a file could write. */
export const counts = (db: TestDatabase) =>
  db.query(
    `select (select count(*)::int from users) as users, (select count(*)::int from groups) as groups,
       (select count(*)::int from shops) as shops, (select count(*)::int from audit) as audit,
       (select count(*)::int from feed) as feed, (select max(version) from rule_sets) as rules,
       (select max(version) from tier_sets) as tiers`,
  );
