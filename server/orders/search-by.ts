import type { Sql } from '@/db/client';
import { inGroups } from '@/server/groups/in-groups';
import { comparableName, comparableNote, nameBigrams, noteBigrams, phoneIndex } from '@/server/privacy/blind-index';
import type { Keyring } from '@/server/privacy/keyring';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { knownNotes, shownNotes } from '@/server/privacy/sealed-notes';
import { openReceiver } from '@/server/privacy/sealed-receiver';
import { ORDER_LIST_COLUMNS, ORDER_LIST_JOINS, type OrderListRow } from './list';
import type { SearchKind, SearchWish } from './search-kind';

/** How one kind is looked for. Groups null: every group. Newest first, at most `limit`. */
type SearchBy = (
  sealed: SealedDb<Sql>,
  groups: readonly string[] | null,
  text: string,
  limit: number,
) => Promise<OrderListRow[]>;

/** Words are opened and compared in pages of this many; an index of pairs of characters rarely names another order. */
const WORDS_A_PAGE = 60;
const WORD_PAGES = 5;

const likeText = (text: string): string => text.replace(/[\\%_]/g, String.raw`\$&`);
const reversed = (text: string): string => [...text].reverse().join('');

/**
 * Orders whose ids a statement finds by its own index. It is evaluated for itself, so that the order of the list does not
 * tempt the planner to walk through all orders by time; and only what is answered is joined to its card and shop.
 */
const byIds = (ids: string, paramsOf: (text: string) => readonly unknown[]): SearchBy => {
  return ({ db }, groups, text, limit) =>
    db.query<OrderListRow>(
      `with found as materialized (${ids}),
       page as materialized (select o.id from orders o where o.id in (select id from found)
         and ${inGroups('o.group_id', '$1', groups)} order by o.placed_at desc, o.id desc limit $2)
       select ${ORDER_LIST_COLUMNS} from ${ORDER_LIST_JOINS} where o.id in (select id from page)
       order by o.placed_at desc, o.id desc`,
      [groups, limit, ...paramsOf(text)],
    );
};

/** Orders that meet a condition, newest first: its index gives that order, or the planner weighs how rare the value is. */
const byCondition =
  (condition: string): SearchBy =>
  ({ db }, groups, text, limit) =>
    db.query<OrderListRow>(
      `select ${ORDER_LIST_COLUMNS} from ${ORDER_LIST_JOINS}
       where ${inGroups('o.group_id', '$1', groups)} and ${condition}
       order by o.placed_at desc, o.id desc limit $2`,
      [groups, limit, text],
    );

const byPhone: SearchBy = ({ db, keyring }, groups, phone, limit) =>
  db.query<OrderListRow>(
    `select ${ORDER_LIST_COLUMNS} from order_receivers r join (${ORDER_LIST_JOINS}) on o.id = r.order_id
     where r.phone_index = $3 and ${inGroups('o.group_id', '$1', groups)}
     order by o.placed_at desc, o.id desc limit $2`,
    [groups, limit, phoneIndex(keyring, phone)],
  );

/** Words of an order that stand sealed, and what they are found by. */
interface SealedWords {
  readonly column: 'sealed' | 'notes_sealed';
  readonly pairs: 'name_bigrams' | 'note_bigrams';
  readonly pairsOf: (keyring: Keyring, text: string) => string[];
  /** Whether single pairs are in so many orders that the newest are found sooner by walking back through them. */
  readonly isRunningText: boolean;
  readonly isIn: (keyring: Keyring, sealed: Buffer, text: string) => boolean;
}

/**
 * A page of the orders that the index gives, the newest first. What the index gives is read before anything is joined to it.
 * Names are read before they are put in order too: a planner that begins with the order walks far for them. For notes it knows
 * how frequent each pair is, and chooses.
 */
const wordsPage = ({ column, pairs, isRunningText }: SealedWords, groups: readonly string[] | null): string =>
  `with named as ${isRunningText ? 'not' : ''} materialized (select order_id from order_receivers
     where ${pairs} @> $2::bigint[] and ${inGroups('group_id', '$1', groups)}
       and ($3::bigint is null or order_id < $3::bigint)),
   page as (select order_id from named order by order_id desc limit ${WORDS_A_PAGE})
   select ${ORDER_LIST_COLUMNS}, r.${column} as sealed from page join order_receivers r using (order_id)
     join (${ORDER_LIST_JOINS}) on o.id = page.order_id order by page.order_id desc`;

/** Opens what the index names, and keeps those whose words really contain the text. */
const byWords =
  (words: SealedWords): SearchBy =>
  async ({ db, keyring }, groups, text, limit) => {
    const bigrams = words.pairsOf(keyring, text);
    const found: OrderListRow[] = [];
    let before: string | null = null;
    for (let page = 0; page < WORD_PAGES && found.length < limit; page += 1) {
      const rows: (OrderListRow & { sealed: Buffer })[] = await db.query(wordsPage(words, groups), [
        groups,
        bigrams,
        before,
      ]);
      for (const { sealed, ...row } of rows) if (words.isIn(keyring, sealed, text)) found.push(row);
      before = rows.at(-1)?.orderId ?? null;
      if (rows.length < WORDS_A_PAGE) break;
    }
    return found.slice(0, limit);
  };

const NAME: SealedWords = {
  column: 'sealed',
  pairs: 'name_bigrams',
  pairsOf: nameBigrams,
  isRunningText: false,
  isIn: (keyring, sealed, name) => comparableName(openReceiver(keyring, sealed).name ?? '').includes(name),
};

/** What is hidden of a note when it is shown is not found either, or a search would tell it digit by digit. */
const NOTE: SealedWords = {
  column: 'notes_sealed',
  pairs: 'note_bigrams',
  pairsOf: (keyring, text) => noteBigrams(keyring, [text]),
  isRunningText: true,
  isIn: (keyring, sealed, text) => {
    const notes = knownNotes(keyring, sealed);
    return notes !== null && shownNotes(notes).some((note) => comparableNote(note).includes(text));
  },
};

const SEARCH_BY: Readonly<Record<SearchKind, SearchBy>> = {
  phone: byPhone,
  'phone-tail': byCondition('o.phone_tail = $3'),
  // A whole number is the end of itself.
  'order-no': byIds('select id from orders where reverse(upper(order_no)) like upper($3)', (text) => [
    `${likeText(reversed(text))}%`,
  ]),
  'tracking-no': byIds(
    `select id from orders where upper(tracking_no) = upper($3)
     union select po.order_id from parcels p join parcel_orders po on po.parcel_id = p.id
       where upper(p.tracking_no) = upper($3)`,
    (text) => [text],
  ),
  name: byWords(NAME),
  sku: byCondition('o.skus @> array[$3]'),
  note: byWords(NOTE),
};

/** Looks for a text in one way. No permission is checked here. */
export const findOrders = (
  sealed: SealedDb<Sql>,
  groups: readonly string[] | null,
  { kind, text }: SearchWish,
  limit: number,
): Promise<OrderListRow[]> => SEARCH_BY[kind](sealed, groups, text, limit);
