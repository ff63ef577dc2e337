import type { Database, Sql } from '@/db/client';
import { audit } from '../audit';
import type { SystemActor } from '../context';
import { invalid } from '../errors';

interface ChooseContext {
  readonly db: Database;
  readonly actor: SystemActor;
}

const FIRST_SHOP = 'import';
const FIRST_GROUP = { id: 'default', name: '默认组' };

async function insertFirstShop(tx: Sql, actor: SystemActor, shopId: string): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('tidewatch.first-shop'))");
  await tx.query('insert into groups (id, name) select $1, $2 where not exists (select 1 from groups)', [
    FIRST_GROUP.id,
    FIRST_GROUP.name,
  ]);
  const made = await tx.query(
    `insert into shops (id, name, platform, channel, group_id)
     select $1, $1, 'taobao', 'csv', g.id from groups g where not exists (select 1 from shops)
     order by g.created_at, g.id limit 1 returning id`,
    [shopId],
  );
  if (made.length > 0) await audit(tx, actor, 'shops.create', shopId, { platform: 'taobao', channel: 'csv' });
}

/**
 * The shop an import from the command line goes to: the one named, or the only one there is. With `isCreating` a database
 * without any shop gets its first one (platform taobao). Throws invalid with a text that says which shops there are.
 */
export async function chooseShop(ctx: ChooseContext, named: string | null, isCreating: boolean): Promise<string> {
  const list = () => ctx.db.query<{ id: string }>('select id from shops where is_active order by id limit 50');
  let shops = await list();
  if (shops.length === 0 && isCreating) {
    const shopId = named ?? FIRST_SHOP;
    if (!/^[\w.-]{1,64}$/.test(shopId)) throw invalid('a shop id has letters, digits, _ . and - only');
    await ctx.db.tx((tx) => insertFirstShop(tx, ctx.actor, shopId));
    shops = await list();
  }
  const ids = shops.map(({ id }) => id);
  if (named !== null && ids.includes(named)) return named;
  const [only, ...others] = ids;
  if (only === undefined) throw invalid('there is no shop yet; an import without --dry-run makes the first one');
  if (named === null && others.length === 0) return only;
  const problem = named === null ? 'there are several shops' : `there is no shop ${named}`;
  throw invalid(`${problem}; name one of these with --shop: ${ids.join(', ')}`);
}
