import type { Write } from '@/db/writes';
import type { PooledOrder } from '../pipeline/pooled-order';
import { LACKING } from './failures';

/** The platform has said something of whom an order goes to, or of what is in it: most often what it said before. */
const speaksOfContents = ({ statements }: PooledOrder): boolean =>
  statements.some(
    ({ isSuperseded, event: { fields } }) => !isSuperseded && ('receiver' in fields || 'lines' in fields),
  );

/** Orders that may be otherwise than their warehouse was told are looked at later, so that the batch reads nothing for it. */
export const saidAnewWrite = (orders: readonly PooledOrder[]): Write => ({
  text: (rows) => `insert into warehouse_said_anew (order_id)
    select r.order_id from jsonb_to_recordset(${rows}) r (order_id bigint)
    where exists (select from warehouse_orders w
      where w.order_id = r.order_id and (w.state in ('sending', 'sent', 'accepted', 'shipped', 'cancelling') or ${LACKING}))
    order by r.order_id on conflict do nothing`,
  rows: orders.filter(speaksOfContents).map(({ id }) => ({ order_id: id })),
});
