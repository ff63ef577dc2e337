import * as z from 'zod';
import type { Sql } from '@/db/client';
import { conflict, invalid } from '../errors';
import { LINK_KIND_NAMES, type LinkKind } from '../links/link';

export const linkIdField = z.string().regex(/^[\w-]{1,64}$/);
export const linkKindField = z.enum(LINK_KIND_NAMES);

/** What a person says about a link; a secret that is left out stays. */
export const linkFields = {
  name: z.string().trim().min(1).max(40),
  /** The shops that it serves; a shop has at most one link of a kind. */
  shopIds: z.array(z.string().min(1).max(64)).max(500),
  isActive: z.boolean(),
  /**
   * A warehouse is also given the released orders that nobody has begun to pick. Only a person knows that no other warehouse was
   * told of them.
   */
  givesOlder: z.boolean().optional(),
  values: z.record(z.string().min(1).max(40), z.string().max(8_000)),
};

/**
 * Lets a link serve exactly these shops. Throws invalid for a shop that is not there, conflict when another link of the kind
 * serves one, and names it.
 */
export async function serveShops(tx: Sql, linkId: string, kind: LinkKind, shopIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(shopIds)];
  const shops = await tx.query('select 1 from shops where id = any($1::text[]) for key share', [wanted]);
  if (shops.length !== wanted.length) throw invalid('no such shop', { field: 'shopIds', why: 'unknown' });
  await tx.query('delete from link_shops where link_id = $1 and shop_id <> all($2::text[])', [linkId, wanted]);
  const [other] = await tx.query<{ name: string; shop: string }>(
    `select l.name, h.name as shop from link_shops s join links l on l.id = s.link_id join shops h on h.id = s.shop_id
     where s.kind = $1 and s.shop_id = any($2::text[]) and s.link_id <> $3 order by h.name limit 1`,
    [kind, wanted, linkId],
  );
  if (other)
    throw conflict('another link serves this shop', { why: 'shop-served', link: other.name, shop: other.shop });
  await tx.query(
    `insert into link_shops (kind, shop_id, link_id) select $1, unnest($2::text[]), $3 on conflict (kind, shop_id) do nothing`,
    [kind, wanted, linkId],
  );
}

/** What its shops have under way is followed in the background, by a job. */
export const beginFollowing = (tx: Sql, linkId: string, givesOlder = false) =>
  tx.query('update links set older_after = 0, gives_older = $2 where id = $1', [linkId, givesOlder]);
