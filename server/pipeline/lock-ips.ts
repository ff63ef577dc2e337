import type { Sql } from '@/db/client';
import type { Statement } from './pool';

/**
 * Holds the buyer addresses that a batch speaks of until its end. Two batches that share one run one after the other, so
 * that the second sees the orders of the first and no burst falls between them. Take it before any row lock; the keys
 * are taken in their own order, so that two batches cannot wait for each other in a circle.
 */
export async function lockBuyerIps(tx: Sql, statements: readonly Statement[]): Promise<void> {
  const ips = [...new Set(statements.flatMap(({ event }) => event.fields.buyerIp || []))];
  if (ips.length === 0) return;
  await tx.query(
    `with keys as materialized (
       select distinct hashtextextended('buyer ip ' || ip, 0) as key from unnest($1::text[]) ip order by 1)
     select pg_advisory_xact_lock(key) from keys`,
    [ips],
  );
}
