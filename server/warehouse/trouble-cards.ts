import type { Sql } from '@/db/client';
import type { TaskReason } from '@/domain/desk/task';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from '../pipeline/pool';
import { cardOf } from '../pipeline/task';
import { openOrJoinCards } from '../tasks/open-cards';
import type { Change } from './contents';

/**
 * Why a person has to look after an order that is, or was to be, at a warehouse. short: it has begun to wait for pieces;
 * …-changed: it is otherwise than the warehouse was told, which did not let it go; …-late: which has shipped it. refund-…: the
 * payment service could not pay its money back, whatever has become of the order.
 */
export interface Trouble {
  readonly orderId: string;
  readonly kind:
    | ('rejected' | 'cancelled' | 'lacking' | 'exception' | 'failed' | 'cancel-refused' | 'short')
    | (`${Change}-changed` | 'receiver-changed-late')
    | ('refund-abnormal' | 'refund-closed');
  readonly words: string;
}

const idsOf = (troubles: readonly Trouble[]): string[] => [...new Set(troubles.map(({ orderId }) => orderId))];

/** What a warehouse cannot do is a person's to decide: one card an order, with every reason, announced. */
export async function openTroubleCards(tx: Sql, troubles: readonly Trouble[]): Promise<void> {
  if (troubles.length === 0) return;
  const [moment] = await tx.query<{ now: number }>('select clock_timestamp() as now');
  if (!moment) throw new Error('the database did not tell the time');
  const { now } = moment;
  const rows = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders o
     where o.id = any($1::bigint[]) and (o.stage is not null or o.id = any($2::bigint[])) order by o.id`,
    [idsOf(troubles), idsOf(troubles.filter(({ kind }) => kind.startsWith('refund-')))],
  );
  const reasonOf = ({ kind, words }: Trouble): TaskReason => ({
    kind: 'warehouse',
    ruleId: kind,
    at: now,
    span: words,
  });
  const cards = rows.map((row) => ({
    ...cardOf(pooledFromRow(row, now), now),
    reasons: troubles.filter(({ orderId }) => orderId === row.id).map(reasonOf),
    detectMs: null,
  }));
  await openOrJoinCards(tx, cards, now);
}
