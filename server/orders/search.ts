import * as z from 'zod';
import type { Sql } from '@/db/client';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { comparableName, nameBigrams, phoneIndex } from '@/server/privacy/blind-index';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { openReceiver } from '@/server/privacy/sealed-receiver';
import { ORDER_LIST_COLUMNS, ORDER_LIST_JOINS, type OrderListRow } from './list';
import { type SearchKind, type SearchWish, searchWishOf } from './search-kind';

export const searchInput = z.strictObject({ text: z.string().trim().min(2).max(64) });

const MOST = 20;
/** Names are opened and compared in pages of this many; an index of pairs of characters rarely names another person. */
const NAMES_A_PAGE = 60;
const NAME_PAGES = 5;

type Groups = readonly string[] | null;

const CONDITION = {
  number: `(o.order_no = $2 or o.tracking_no = $2 or reverse(o.order_no) like reverse($2) || '%')`,
  'phone-tail': `right(o.facts->'receiver'->'value'->'phone'->>'shown', 4) = $2`,
} as const;

const byColumns = (sql: Sql, groups: Groups, { kind, text }: SearchWish & { kind: keyof typeof CONDITION }) =>
  sql.query<OrderListRow>(
    `select ${ORDER_LIST_COLUMNS} from ${ORDER_LIST_JOINS}
     where ${inGroups('o.group_id', '$1', groups)} and ${CONDITION[kind]}
     order by o.placed_at desc, o.id desc limit ${MOST}`,
    [groups, text],
  );

const byPhone = ({ db, keyring }: SealedDb<Sql>, groups: Groups, phone: string) =>
  db.query<OrderListRow>(
    `select ${ORDER_LIST_COLUMNS} from order_receivers r join (${ORDER_LIST_JOINS}) on o.id = r.order_id
     where r.phone_index = $2 and ${inGroups('o.group_id', '$1', groups)}
     order by o.placed_at desc, o.id desc limit ${MOST}`,
    [groups, phoneIndex(keyring, phone)],
  );

/** Opens what the index names, and keeps those whose name really contains the text. */
async function byName({ db, keyring }: SealedDb<Sql>, groups: Groups, name: string): Promise<OrderListRow[]> {
  const bigrams = nameBigrams(keyring, name);
  const found: OrderListRow[] = [];
  let before: string | null = null;
  for (let page = 0; page < NAME_PAGES && found.length < MOST; page += 1) {
    const rows: (OrderListRow & { sealed: Buffer })[] = await db.query(
      `select ${ORDER_LIST_COLUMNS}, r.sealed from order_receivers r join (${ORDER_LIST_JOINS}) on o.id = r.order_id
       where r.name_bigrams @> $2::bigint[] and ${inGroups('o.group_id', '$1', groups)}
         and ($3::bigint is null or r.order_id < $3::bigint) order by r.order_id desc limit ${NAMES_A_PAGE}`,
      [groups, bigrams, before],
    );
    for (const { sealed, ...row } of rows)
      if (comparableName(openReceiver(keyring, sealed).name ?? '').includes(name)) found.push(row);
    before = rows.at(-1)?.orderId ?? null;
    if (rows.length < NAMES_A_PAGE) break;
  }
  return found.slice(0, MOST);
}

function find(sealed: SealedDb<Sql>, groups: Groups, wish: SearchWish): Promise<OrderListRow[]> {
  switch (wish.kind) {
    case 'phone':
      return byPhone(sealed, groups, wish.text);
    case 'name':
      return byName(sealed, groups, wish.text);
    case 'masked':
      return Promise.resolve([]);
    default:
      return byColumns(sealed.db, groups, wish);
  }
}

/**
 * Finds orders by number (whole or ending), courier number, phone number or its last four digits, or two neighbouring
 * characters of the receiver's name; newest 20. Numbers and names that the platform masked are in no index: `kind` says
 * what was searched, so that the page can say so. Group-scoped.
 */
export async function searchOrders(
  ctx: Context<UserActor>,
  { text }: z.infer<typeof searchInput>,
): Promise<{ readonly kind: SearchKind; readonly rows: readonly OrderListRow[] }> {
  const wish = searchWishOf(text);
  return { kind: wish.kind, rows: await find(ctx, groupScope(ctx.actor, 'orders.search'), wish) };
}
