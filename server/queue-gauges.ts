import type { Database, Sql } from '@/db/client';
import { readIntake } from './health/intake';
import { gaugeFrom } from './metrics';
import { readBacklog } from './pipeline/inbox-store';
import { countOverdrawn } from './stock/overdrawn';
import { countOversold } from './stock/oversold';

/** Beyond this a longer queue is shown as this long, so that looking stays cheap. */
const COUNT_UP_TO = 10_000;

async function countUpTo(db: Sql, rows: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(`select count(*)::int as n from (${rows} limit $1) x`, [COUNT_UP_TO]);
  return row?.n ?? Number.NaN;
}

/** Shows what waits in the database: messages for the pipeline, effects that are due, effects given up. */
export function showQueues(db: Database): void {
  gaugeFrom(
    'tidewatch_inbox_waiting',
    'Messages stored and not yet judged (up to 10,000).',
    async () => (await readBacklog(db, COUNT_UP_TO)).pending,
  );
  gaugeFrom('tidewatch_inbox_lag_ms', 'Age of the oldest message that is stored and not yet judged.', async () => {
    const { waitingSince } = await readIntake(db);
    return waitingSince === null ? 0 : Math.max(0, (await db.now()) - waitingSince);
  });
  for (const [name, help, state] of [
    ['retrying', 'Messages that failed and wait for another try', 5],
    ['held', 'Messages stored for shops that are held', 6],
    ['unreadable', 'Messages set aside because they cannot be read', 2],
    ['failing', 'Messages given up after the last try', 7],
  ] as const)
    gaugeFrom(`tidewatch_inbox_${name}`, `${help} (up to 10,000).`, () =>
      countUpTo(db, `select 1 from inbox_keys where state = ${state}`),
    );
  gaugeFrom('tidewatch_inbox_conflicts', 'Messages that came again with another body, undecided (up to 10,000).', () =>
    countUpTo(db, 'select 1 from inbox_conflicts where settled_at is null'),
  );
  gaugeFrom('tidewatch_shops_silent', 'Shops of which nothing came for far longer than is normal.', () =>
    countUpTo(db, 'select 1 from shop_silences where ended_at is null'),
  );
  gaugeFrom('tidewatch_shops_losing', 'Shops of whose orders too many are found only by looking.', () =>
    countUpTo(db, 'select 1 from shop_losses where ended_at is null'),
  );
  gaugeFrom('tidewatch_stock_oversold', 'SKUs of which orders hold more than there is: always 0.', () =>
    countOversold(db),
  );
  gaugeFrom('tidewatch_stock_overdrawn', 'SKUs of which more is held, or has left, than there was.', () =>
    countOverdrawn(db),
  );
  gaugeFrom('tidewatch_stock_short', 'Orders and SKUs that wait for pieces (up to 10,000).', () =>
    countUpTo(db, `select 1 from stock_reservations where state = 'short'`),
  );
  gaugeFrom('tidewatch_stock_writes_due', 'Articles of which a platform is to be told (up to 10,000).', () =>
    countUpTo(db, `select 1 from stock_articles where due_at is not null and product_no <> ''`),
  );
  gaugeFrom('tidewatch_stock_writes_given_up', 'Articles given up after many tries (up to 10,000).', () =>
    countUpTo(db, 'select 1 from stock_articles where dead_at is not null'),
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
