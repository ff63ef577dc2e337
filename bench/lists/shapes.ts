import type { Database } from '@/db/client';
import { boardCards } from '@/server/board/cards';
import type { Context, UserActor } from '@/server/context';
import { recentInteractions } from '@/server/interactions/recent';
import { orderBuyer } from '@/server/orders/buyer';
import { orderCards } from '@/server/orders/cards';
import { getOrder } from '@/server/orders/get';
import { listOrders } from '@/server/orders/list';
import { orderLog } from '@/server/orders/log';
import { queueOfTasks } from '@/server/tasks/queue';
import { BUSY_ORDER, groupOf } from './fill';
import { searchShapes } from './search-shapes';
import { type Ask, type By, rowsOf, type Shape, STATEMENT_MS } from './shape';

const LIST_MS = 50;
const PANORAMA_MS = 200;

const list = (name: string, ask: Ask, bare: Ask): Shape => ({
  ...{ name, limitMs: LIST_MS, statementMs: STATEMENT_MS },
  ...{ ask, bare, rowsOf },
});

function queues(db: Database, agent: By, manager: By): Shape[] {
  const bare = (where: string) => (order: number) =>
    db.query(`select id from tasks t where state = 'open' and ${where} order by due_at, id limit 100`, [
      groupOf(order),
    ]);
  return [
    list(
      'queue, own cards',
      (order) => queueOfTasks(agent(order), { view: 'mine', limit: 100 }),
      (order) =>
        db.query(`select id from tasks where state = 'open' and seat_id = $1 order by due_at, id limit 100`, [
          agent(order).actor.userId,
        ]),
    ),
    list(
      'queue, unclaimed',
      (order) => queueOfTasks(agent(order), { view: 'unclaimed', limit: 100 }),
      bare('group_id = $1 and seat_id is null'),
    ),
    list(
      'queue, to intervene',
      (order) => queueOfTasks(agent(order), { view: 'intervene', limit: 100 }),
      bare('group_id = $1 and is_overdue'),
    ),
    list(
      'queue, all of a group',
      (order) => queueOfTasks(agent(order), { view: 'all', limit: 100 }),
      bare('group_id = $1'),
    ),
    list(
      'queue, all of all',
      (order) => queueOfTasks(manager(order), { view: 'all', limit: 100 }),
      bare('$1::text is not null'),
    ),
    list(
      'overdue list of the board',
      (order) => boardCards(manager(order), { list: 'overdue', limit: 100, isCounted: false }),
      bare('is_overdue and $1::text is not null'),
    ),
    list(
      'open cards of the board',
      (order) => boardCards(manager(order), { list: 'open', limit: 100, isCounted: false }),
      bare('$1::text is not null'),
    ),
  ];
}

function orderLists(db: Database, agent: By, manager: By): Shape[] {
  const bare = (where: string) => (order: number) =>
    db.query(`select id from orders where ${where} order by placed_at desc, id desc limit 100`, [groupOf(order)]);
  const first =
    (by: By, filter: Parameters<typeof listOrders>[1]['filter']): Ask =>
    (order) =>
      listOrders(by(order), { filter, limit: 100, isCounted: false });
  return [
    list('orders of a group', first(agent, {}), bare('group_id = $1')),
    list('orders of all', first(manager, {}), bare('$1::text is not null')),
    list(
      'abnormal orders of a group',
      first(agent, { class: 'abnormal' }),
      bare("group_id = $1 and class = 'abnormal'"),
    ),
    list(
      'orders apart from others of their buyer, of a group',
      first(agent, { isMergeable: true }),
      bare('group_id = $1 and id in (select order_id from merge_keys where has_mates)'),
    ),
    list(
      'orders of all that are to leave soon',
      first(manager, { shipDue: 'soon' }),
      bare('ship_by > now() and $1::text is not null'),
    ),
    list(
      'late orders of all',
      first(manager, { isLate: true, stage: 'packing' }),
      bare("$1::text is not null and stage = 'packing' and not is_history"),
    ),
    list(
      'orders of a group, further down',
      async (order) => listOrders(agent(order), { filter: {}, limit: 100, after: `${Date.now() - 20 * 86_400_000}.0` }),
      (order) =>
        db.query(
          "select id from orders where group_id = $1 and placed_at < now() - interval '20 days' order by placed_at desc, id desc limit 100",
          [groupOf(order)],
        ),
    ),
  ];
}

/** The whole page of an order, as the browser asks for it. */
async function panorama(ctx: Context<UserActor>, orderId: string): Promise<unknown> {
  return Promise.all([
    getOrder(ctx, { orderId }),
    orderCards(ctx, { orderId }),
    orderBuyer(ctx, { orderId }),
    orderLog(ctx, { orderId, limit: 200 }),
    recentInteractions(ctx, { orderId, limit: 5 }),
  ]);
}

function panoramas(db: Database, agent: By): Shape[] {
  const bare: Ask = (order) => db.query('select facts from orders where id = $1', [order]);
  const page = (name: string, ask: Ask): Shape => ({ name, limitMs: PANORAMA_MS, statementMs: null, ask, bare });
  return [
    page('panorama', (order) => panorama(agent(order), String(order))),
    page('panorama, 5,000 statements', () => panorama(agent(BUSY_ORDER), String(BUSY_ORDER))),
  ];
}

/** Everything that is measured; order numbers run from 1. */
export const shapesOf = (db: Database, agent: By, manager: By): readonly Shape[] => [
  ...queues(db, agent, manager),
  ...orderLists(db, agent, manager),
  ...panoramas(db, agent),
  ...searchShapes(db, agent, manager),
];
