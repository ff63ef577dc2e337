import type { Sql } from '@/db/client';
import { gaugeFrom } from './metrics';
import { readBacklog } from './pipeline/inbox-store';

/** Beyond this a longer queue is shown as this long, so that looking stays cheap. */
const COUNT_UP_TO = 10_000;

async function countUpTo(db: Sql, rows: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(`select count(*)::int as n from (${rows} limit $1) x`, [COUNT_UP_TO]);
  return row?.n ?? Number.NaN;
}

/** Shows what waits in the database: messages for the pipeline, effects that are due, effects given up. */
export function showQueues(db: Sql): void {
  gaugeFrom(
    'tidewatch_inbox_waiting',
    'Messages stored and not yet judged (up to 10,000).',
    async () => (await readBacklog(db, COUNT_UP_TO)).pending,
  );
  gaugeFrom('tidewatch_outbox_due', 'Effects that are due and not yet done (up to 10,000).', () =>
    countUpTo(db, 'select 1 from outbox where state = 0 and due_at <= now()'),
  );
  gaugeFrom('tidewatch_order_fetches_due', 'Orders that are due to be asked for (up to 10,000).', () =>
    countUpTo(db, 'select 1 from order_fetches where due_at <= now()'),
  );
  gaugeFrom('tidewatch_order_fetches_given_up', 'Orders given up after many tries (up to 10,000).', () =>
    countUpTo(db, 'select 1 from order_fetches where dead_at is not null'),
  );
  gaugeFrom('tidewatch_outbox_failed', 'Effects given up for good (up to 10,000).', () =>
    countUpTo(db, 'select 1 from outbox where state = 2'),
  );
}
