import { randomUUID } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Part } from '@/domain/stock/explode';
import { tellPeople } from '../notices/tell-people';
import { enqueue } from '../outbox/outbox';

/** Those who lead all groups and have read the last notice about this SKU: many orders of one that runs out are one thing to look at. */
const TO_BE_TOLD = `select u.id from users u where u.role in ('manager', 'admin') and not u.banned and not exists (
    select from notices n where n.user_id = u.id and n.read_at is null and n.kind = 'stock-negative'
      and n.detail->>'sku' = $1) order by u.id`;

/**
 * Tells those who lead all groups, and soon after the notice channels of all groups, of pieces that left and were not there by the
 * ledger: it would have become negative. Of a SKU whose last notice all have still to read, nobody is told again.
 */
export async function tellMissing(tx: Sql, missing: readonly Part[]): Promise<void> {
  for (const { sku, quantity } of missing) {
    const people = await tx.query<{ id: string }>(TO_BE_TOLD, [sku]);
    if (people.length === 0) continue;
    await tellPeople(
      tx,
      people.map(({ id }) => id),
      'stock-negative',
      { sku, missing: String(quantity) },
    );
    // Posting locks the channels' rows, which must not wait for this transaction.
    await enqueue(tx, { kind: 'notice.stock', payload: { sku }, idempotencyKey: `notice.stock:${randomUUID()}` });
  }
}
