import type { Sent } from './load';
import type { Product } from './product';

export interface Check {
  readonly lost: number;
  readonly doubled: number;
}

/** Every acknowledged order is in the pool once, every abnormal one has exactly one card, which was shown; no other has. */
export async function check({ db, cards }: Product, run: string, sent: readonly Sent[]): Promise<Check> {
  const acknowledged = sent.filter((one) => one.status === 200);
  const rows = await db.query<{ order_no: string; orders: number; cards: number }>(
    `select o.order_no, count(distinct o.id)::int as orders, count(t.id)::int as cards
     from orders o left join tasks t on t.order_id = o.id where o.order_no like $1 group by 1`,
    [`B${run}%`],
  );
  const found = new Map(rows.map((row) => [row.order_no, row]));
  const lost = acknowledged.filter(({ orderNo, isAbnormal }) => {
    const row = found.get(orderNo);
    return !row || (isAbnormal && (row.cards === 0 || !cards.has(orderNo)));
  }).length;
  const doubled = rows.filter((row) => row.orders > 1 || row.cards > 1).length;
  const mistaken = acknowledged.filter(({ orderNo, isAbnormal }) => !isAbnormal && found.get(orderNo)?.cards !== 0);
  if (mistaken.length > 0) throw new Error(`${mistaken.length} harmless orders got a card`);
  return { lost, doubled };
}
