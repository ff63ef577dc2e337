import type { Database } from '@/db/client';
import { searchOrders } from '@/server/orders/search';
import { nameBigrams, noteBigrams, phoneIndex } from '@/server/privacy/blind-index';
import { GROUPS, noteOf, orderNoOf, PEOPLE, skuOf, trackingNoOf } from './fill';
import { benchPerson } from './people';
import { type Ask, type By, rowsOf, type Shape, STATEMENT_MS } from './shape';

const SEARCH_MS = 100;

const person = (order: number) => benchPerson(order % PEOPLE);
const tailOf = (order: number) => person(order).phone.slice(-4);
const nameOf = (order: number) => person(order).name;
const pairOf = (order: number) => nameOf(order).slice(0, 2);
const endOf = (length: number) => (order: number) => orderNoOf(order).slice(-length);
/** A parcel of the order, or of one beside it in the same group: every second one has none. */
const parcelOf = (order: number) =>
  trackingNoOf(Math.floor(order / GROUPS) % 2 === 0 ? order : order + (order > 2 * GROUPS ? -GROUPS : GROUPS));

const shape = (name: string, by: By, textOf: (order: number) => string, bare: Ask): Shape => {
  const ask: Ask = (order) => searchOrders(by(order), { text: textOf(order) });
  return { name: `search, ${name}`, limitMs: SEARCH_MS, statementMs: STATEMENT_MS, ask, bare, rowsOf };
};

/** What fits hundreds of orders that lie anywhere among the million: its statements take as long as these are to be read. */
const wideShape: typeof shape = (...given) => ({ ...shape(...given), statementMs: null });

function byNumber(db: Database, agent: By, manager: By): Shape[] {
  const bareEnd =
    (length: number): Ask =>
    (order) => {
      const reversed = [...endOf(length)(order)].reverse().join('');
      return db.query('select id from orders where reverse(upper(order_no)) like $1 limit 20', [`${reversed}%`]);
    };
  const bareWhole: Ask = bareEnd(orderNoOf(1).length);
  const bareParcel: Ask = (order) => db.query('select id from orders where upper(tracking_no) = $1', [parcelOf(order)]);
  return [
    shape('order number', agent, orderNoOf, bareWhole),
    shape('end of an order number, 6', agent, endOf(6), bareEnd(6)),
    wideShape('end of an order number, 4, of all', manager, endOf(4), bareEnd(4)),
    shape('courier number', agent, parcelOf, bareParcel),
  ];
}

function byPerson(db: Database, agent: By, manager: By): Shape[] {
  const { keyring } = manager(1);
  const barePhone: Ask = (order) =>
    db.query('select order_id from order_receivers where phone_index = $1', [phoneIndex(keyring, person(order).phone)]);
  const bareTail: Ask = (order) =>
    db.query('select id from orders where phone_tail = $1 order by placed_at desc limit 20', [tailOf(order)]);
  const bareName =
    (textOf: (order: number) => string): Ask =>
    (order) =>
      db.query(
        'select order_id from order_receivers where name_bigrams @> $1::bigint[] order by order_id desc limit 60',
        [nameBigrams(keyring, textOf(order))],
      );
  return [
    shape('phone', agent, (order) => person(order).phone, barePhone),
    wideShape('end of a phone', agent, tailOf, bareTail),
    wideShape('end of a phone, of all', manager, tailOf, bareTail),
    wideShape('name', agent, nameOf, bareName(nameOf)),
    wideShape('two characters of a name, of all', manager, pairOf, bareName(pairOf)),
  ];
}

function byNote(db: Database, agent: By, manager: By): Shape[] {
  const { keyring } = manager(1);
  const bare =
    (textOf: (order: number) => string): Ask =>
    (order) =>
      db.query(
        'select order_id from order_receivers where note_bigrams @> $1::bigint[] order by order_id desc limit 60',
        [noteBigrams(keyring, [textOf(order)])],
      );
  const firstWords = (order: number) => noteOf(order).slice(0, 2);
  const lastWords = (order: number) => noteOf(order).slice(-3);
  return [
    wideShape('two characters that begin many notes', agent, firstWords, bare(firstWords)),
    wideShape('three characters that end few notes, of all', manager, lastWords, bare(lastWords)),
  ];
}

function byArticle(db: Database, agent: By): Shape[] {
  const bare: Ask = (order) =>
    db.query('select id from orders where skus @> array[$1] order by placed_at desc limit 20', [skuOf(order)]);
  return [
    wideShape('article', agent, skuOf, bare),
    shape(
      'article in every tenth order',
      agent,
      () => skuOf(1),
      () => bare(1),
    ),
  ];
}

/** A search in every shape that a text can have. */
export const searchShapes = (db: Database, agent: By, manager: By): readonly Shape[] => [
  ...byNumber(db, agent, manager),
  ...byPerson(db, agent, manager),
  ...byNote(db, agent, manager),
  ...byArticle(db, agent),
];
