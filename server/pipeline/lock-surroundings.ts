import type { Sql } from '@/db/client';
import type { SealedStatement } from './seal-statements';

/**
 * Holds the buyer IPs and the delivery addresses that a batch speaks of until its end. Two batches that share one run one
 * after the other, so that the second sees the orders of the first and no burst falls between them. Take it before any row
 * lock; the keys are taken in their own order, so that two batches cannot wait for each other in a circle.
 */
export async function lockSurroundings(tx: Sql, statements: readonly SealedStatement[]): Promise<void> {
  const keys = new Set(
    statements.flatMap(({ event: { fields }, keys: recipient }) => [
      ...(fields.buyerIp ? [`buyer ip ${fields.buyerIp}`] : []),
      ...(recipient?.addressKey ? [`address ${recipient.addressKey}`] : []),
    ]),
  );
  if (keys.size === 0) return;
  await tx.query(
    `with keys as materialized (select distinct hashtextextended(name, 0) as key from unnest($1::text[]) name order by 1)
     select pg_advisory_xact_lock(key) from keys`,
    [[...keys]],
  );
}
