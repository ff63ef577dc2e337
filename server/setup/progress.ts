import type { Context, UserActor } from '../context';

/** How far the set-up has come: how many there are of everything a shop needs. */
export interface SetupProgress {
  readonly groups: number;
  /** People besides admins: those who can hold cards. */
  readonly people: number;
  readonly shops: number;
  /** Shops from which at least one order is in the pool. */
  readonly shopsWithOrders: number;
  readonly wecomAccounts: number;
}

/** Counts what has been set up, for the list of what to do next. */
export async function readSetupProgress(ctx: Context<UserActor>): Promise<SetupProgress> {
  const [row] = await ctx.db.query<SetupProgress>(
    `select (select count(*)::int from groups) as groups,
       (select count(*)::int from users where role <> 'admin') as people,
       (select count(*)::int from shops) as shops,
       (select count(*)::int from shops s where exists (select 1 from orders o where o.shop_id = s.id)) as "shopsWithOrders",
       (select count(*)::int from wecom_accounts) as "wecomAccounts"`,
  );
  if (!row) throw new Error('counting gave no row');
  return row;
}
