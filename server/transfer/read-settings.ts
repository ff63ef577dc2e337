import type { Sql } from '@/db/client';
import type { Rule } from '@/domain/triage/rule';
import { activeTiers } from '../tiers/active-tiers';
import type { Entry, SectionName } from './settings-file';

type Reader<S extends SectionName> = (sql: Sql) => Promise<readonly Entry<S>[]>;

async function readTiers(sql: Sql): Promise<readonly Entry<'tiers'>[]> {
  const { tiers } = await activeTiers(sql);
  const groups = await sql.query<{ id: string; name: string }>('select id, name from groups');
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  return tiers.map(({ ownerGroupId, ...tier }) => ({
    ...tier,
    ownerGroup: ownerGroupId === null ? null : (names.get(ownerGroupId) ?? null),
  }));
}

async function readRules(sql: Sql): Promise<readonly Rule[]> {
  const [row] = await sql.query<{ rules: Rule[] }>('select rules from rule_sets where is_active');
  return row?.rules ?? [];
}

/** How each section of the file is read from the database: names instead of ids, never a secret. */
export const READERS: { readonly [S in SectionName]: Reader<S> } = {
  groups: (sql) => sql.query('select name, region from groups order by name, id'),
  people: (sql) =>
    sql.query(
      `select u.username, u.name, u.role, g.name as "group", not u.banned as "isActive",
         array(select unnest(s.skills) order by 1) as skills, coalesce(s.capacity, 20) as capacity
       from users u left join groups g on g.id = u.group_id left join seats s on s.user_id = u.id
       where u.username is not null order by u.username`,
    ),
  shops: (sql) =>
    sql.query(
      `select s.id, s.name, s.platform, s.channel, g.name as "group", s.is_active as "isActive"
       from shops s join groups g on g.id = s.group_id order by s.id`,
    ),
  wecom: (sql) =>
    sql.query(
      `select a.corp_id as "corpId", a.name, g.name as "group"
       from wecom_accounts a join groups g on g.id = a.group_id order by a.corp_id`,
    ),
  links: (sql) =>
    sql.query(
      `select l.kind, l.name, l.settings, l.is_active as "isActive",
         array(select s.shop_id from link_shops s where s.link_id = l.id order by 1) as shops
       from links l order by l.kind, l.name, l.id`,
    ),
  notices: (sql) =>
    sql.query(
      `select c.name, c.kind, g.name as "group", c.events, c.locale, c.is_active as "isActive"
       from notice_channels c left join groups g on g.id = c.group_id order by c.kind, c.name, c.id`,
    ),
  tiers: readTiers,
  rules: readRules,
};
