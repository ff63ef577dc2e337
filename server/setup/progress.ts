import { channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { IS_AT_WORK } from '../tasks/seats-at-work';

/** How far the set-up has come: how many there are of everything a shop needs. */
export interface SetupProgress {
  readonly groups: number;
  /** Agents and supervisors who can sign in: those who can be given cards. */
  readonly people: number;
  readonly shops: number;
  /** Shops that cannot take a push before a secret is entered. */
  readonly shopsWithoutSecret: number;
  /** Shops from which at least one order is in the pool. */
  readonly shopsWithOrders: number;
  /** Who accepts cards and has a page open now. */
  readonly seatsAtWork: number;
  readonly wecomAccounts: number;
  readonly noticeChannels: number;
  /** Warehouses, courier traces and payment services. */
  readonly links: number;
  /** Groups that have a shop and nobody to work on its cards, by name. */
  readonly groupsWithoutPeople: readonly string[];
  /** From nothing to the first order: nothing more is needed before the first card can be worked on. */
  readonly isComplete: boolean;
}

type Counted = Omit<SetupProgress, 'shopsWithoutSecret' | 'isComplete'> & {
  readonly channelsWithoutSecret: readonly string[];
};

const CAN_WORK = `not u.banned and u.role in ('agent', 'supervisor')`;
const COUNTS = `select (select count(*)::int from groups) as groups,
  (select count(*)::int from users u where ${CAN_WORK}) as people,
  (select count(*)::int from shops where is_active) as shops,
  (select count(*)::int from shops s where exists (select 1 from orders o where o.shop_id = s.id)) as "shopsWithOrders",
  array(select s.channel from shops s where s.is_active and not exists (
    select 1 from shop_secrets x where x.shop_id = s.id and x.retired_at is null)) as "channelsWithoutSecret",
  (select count(*)::int from users u join seats s on s.user_id = u.id where ${CAN_WORK} and ${IS_AT_WORK}) as "seatsAtWork",
  (select count(*)::int from wecom_accounts) as "wecomAccounts",
  (select count(*)::int from notice_channels where is_active) as "noticeChannels",
  (select count(*)::int from links where is_active) as links,
  array(select g.name from groups g where exists (select 1 from shops s where s.group_id = g.id and s.is_active)
    and not exists (select 1 from users u where u.group_id = g.id and ${CAN_WORK}) order by g.name) as "groupsWithoutPeople"`;

const needsSecret = (channel: string): boolean => (channelNamed(channel)?.signing ?? null) !== null;

/** Counts what has been set up, for the list of what to do next. */
export async function readSetupProgress(ctx: Context<UserActor>): Promise<SetupProgress> {
  const [row] = await ctx.db.query<Counted>(COUNTS);
  if (!row) throw new Error('counting gave no row');
  const { channelsWithoutSecret, ...counts } = row;
  return {
    ...counts,
    shopsWithoutSecret: channelsWithoutSecret.filter(needsSecret).length,
    isComplete: [counts.groups, counts.people, counts.shops, counts.shopsWithOrders].every((count) => count > 0),
  };
}
