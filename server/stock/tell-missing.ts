import type { Sql } from '@/db/client';
import type { Part } from '@/domain/stock/explode';
import { tellPeople } from '../notices/tell-people';

/** Tells all managers, at once, of pieces that left and were not there by the ledger: it would have become negative. */
export async function tellMissing(tx: Sql, missing: readonly Part[]): Promise<void> {
  if (missing.length === 0) return;
  const managers = await tx.query<{ id: string }>(
    `select id from users where role = 'manager' and not banned order by id`,
  );
  for (const { sku, quantity } of missing)
    await tellPeople(
      tx,
      managers.map(({ id }) => id),
      'stock-negative',
      { sku, missing: String(quantity) },
    );
}
