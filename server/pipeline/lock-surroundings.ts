import type { Sql } from '@/db/client';
import type { Keyring } from '@/server/privacy/keyring';
import type { Statement } from './pool';
import { addressKeyOf } from './recipient-keys';

/**
 * Holds the buyer IPs and the delivery addresses that a batch speaks of until its end. Two batches that share one run one
 * after the other, so that the second sees the orders of the first and no burst falls between them. Take it before any row
 * lock; the keys are taken in their own order, so that two batches cannot wait for each other in a circle.
 */
export async function lockSurroundings(tx: Sql, statements: readonly Statement[], keyring: Keyring): Promise<void> {
  const keys = new Set(
    statements.flatMap(({ event: { fields } }) => {
      const address = addressKeyOf(keyring, fields.receiver);
      return [
        ...(fields.buyerIp ? [`buyer ip ${fields.buyerIp}`] : []),
        ...(address === null ? [] : [`address ${address}`]),
      ];
    }),
  );
  if (keys.size === 0) return;
  await tx.query(
    `with keys as materialized (select distinct hashtextextended(name, 0) as key from unnest($1::text[]) name order by 1)
     select pg_advisory_xact_lock(key) from keys`,
    [[...keys]],
  );
}
