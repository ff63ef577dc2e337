import { until } from '@/bench/until';
import type { House } from './house';

export const SETTLE_LIMIT_MS = 90_000;

/** Waits until everything that was acknowledged is judged, and everybody told. */
export const settled = ({ db }: House): Promise<void> =>
  until('everything that was acknowledged is judged and told', SETTLE_LIMIT_MS, async () => {
    const [row] = await db.query<{ n: number }>(
      `select (select count(*)::int from inbox_keys where state = 0) + (select count(*)::int from outbox where state = 0) as n`,
    );
    return row?.n === 0;
  });
