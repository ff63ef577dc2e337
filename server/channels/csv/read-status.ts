import { ORDER_STATUSES, type OrderStatus } from '@/domain/order/order';
import { Unreadable } from '../channel';
import type { Cells } from './columns';
import type { OrderReader, RowRules } from './order-reader';
import { statusOfWord, statusWord } from './status-words';

const REFUNDED = /退款(?:成功|完成)|售后(?:成功|完成)|已退款/u;
const LEFT: ReadonlySet<OrderStatus> = new Set(['shipped', 'signed', 'done']);

/** Where each row says its article stands; null where it says nothing, or nothing that is known. */
export const readStatuses = (from: OrderReader, rows: readonly Cells[], own: RowRules['statusWords']) =>
  rows.map(({ status: word = '' }, index) =>
    word === ''
      ? null
      : from.try('status', index, () => {
          const known = statusOfWord(word, own);
          if (known === null) throw new Unreadable({ code: 'unexplained-word', path: 'status' });
          return known;
        }),
  );

/** Where an order stands whose articles may stand in several places: what is closed of it says nothing of the others. */
function statusOfAll(statuses: readonly (OrderStatus | null)[]): OrderStatus | null {
  const said = ORDER_STATUSES.filter((status) => statuses.includes(status));
  const open = said.filter((status) => status !== 'cancelled');
  const [first = said[0] ?? null] = open;
  const isPart = open.some((status) => LEFT.has(status)) && open.some((status) => !LEFT.has(status));
  return isPart ? 'part_shipped' : first;
}

export function readStatus(from: OrderReader, statuses: readonly (OrderStatus | null)[]): OrderStatus | null {
  const status = statusOfAll(statuses);
  if (status !== null)
    from.reader.note('status', 'status-word', from.each('status').map(statusWord).filter(Boolean).join(' · '), status);
  return status;
}

/** The row's article was paid back: it says so, or is closed in an order that goes on. */
export const isRowRefunded = (
  { afterSale = '' }: Cells,
  own: OrderStatus | null,
  ofOrder: OrderStatus | null,
): boolean => own === 'cancelled' && (ofOrder !== 'cancelled' || REFUNDED.test(afterSale));
