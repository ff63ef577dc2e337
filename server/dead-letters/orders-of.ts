import type { Sql } from '@/db/client';
import { cleanMessages, type InboxRow } from '../pipeline/clean';
import { fetchOf, type Letter } from './letter';

/** An order of the pool that a letter speaks of. */
export interface NamedOrder {
  readonly orderId: string;
  readonly orderNo: string;
}

type Shop = Pick<InboxRow, 'shopId' | 'platform' | 'channel' | 'groupId'>;
const MOST = 20;

async function numbersIn(sql: Sql, { ownerId, name, receivedAt }: Letter, body: Buffer): Promise<string[]> {
  const [shop] = await sql.query<Shop>(
    'select id as "shopId", platform, channel, group_id as "groupId" from shops where id = $1',
    [ownerId],
  );
  if (!shop) return [];
  const { statements, hints } = cleanMessages([{ ...shop, id: '0', key: name, attempts: 0, body, receivedAt }]);
  return [...new Set([...statements.map(({ event }) => event.orderNo), ...hints.map(({ orderNo }) => orderNo)])];
}

/**
 * The orders of the pool that a letter of a shop speaks of, by number: read from the body that can be read (of a conflict the one
 * that came first), or asked for and given up. None for what a link told.
 */
export async function ordersOf(sql: Sql, ref: string, letter: Letter, body: Buffer | null): Promise<NamedOrder[]> {
  if (ref.startsWith('l')) return [];
  const numbers = ref.startsWith('f')
    ? [fetchOf(ref).orderNo]
    : body === null
      ? []
      : await numbersIn(sql, letter, body);
  if (numbers.length === 0) return [];
  return sql.query<NamedOrder>(
    `select id::text as "orderId", order_no as "orderNo" from orders where shop_id = $1 and order_no = any ($2)
     order by order_no limit $3`,
    [letter.ownerId, numbers, MOST],
  );
}
