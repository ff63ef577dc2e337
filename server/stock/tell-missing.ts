import type { Sql } from '@/db/client';
import type { Part } from '@/domain/stock/explode';
import { tellPeople } from '../notices/tell-people';

/** Managers who have read the last notice about this SKU: many orders of one that runs out are one thing to look at. */
const TO_BE_TOLD = `select u.id from users u where u.role = 'manager' and not u.banned and not exists (
    select from notices n where n.user_id = u.id and n.read_at is null and n.kind = 'stock-negative'
      and n.detail->>'sku' = $1) order by u.id`;

/** Tells all managers, at once, of pieces that left and were not there by the ledger: it would have become negative. */
export async function tellMissing(tx: Sql, missing: readonly Part[]): Promise<void> {
  for (const { sku, quantity } of missing) {
    const managers = await tx.query<{ id: string }>(TO_BE_TOLD, [sku]);
    await tellPeople(
      tx,
      managers.map(({ id }) => id),
      'stock-negative',
      { sku, missing: String(quantity) },
    );
  }
}
