import { noteBigrams } from '@/server/privacy/blind-index';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { knownNotes, shownNotes } from '@/server/privacy/sealed-notes';

const AT_MOST = 500;

/**
 * Makes what the notes of orders are found by, for notes that came or changed since: apart from the batch that took them in, so
 * that taking orders in costs no more. Whoever works on an order goes first. Notes that cannot be read are found by nothing.
 * Returns for how many orders it was made.
 */
export function indexNotes({ db, keyring }: SealedDb): Promise<number> {
  return db.tx(async (tx) => {
    const due = await tx.query<{ orderId: string; sealed: Buffer }>(
      `select order_id::text as "orderId", notes_sealed as sealed from order_receivers
       where notes_sealed is not null and note_bigrams is null order by order_id limit ${AT_MOST}
       for no key update skip locked`,
    );
    if (due.length === 0) return 0;
    const made = due.map(({ orderId, sealed }) => {
      const notes = knownNotes(keyring, sealed);
      return { order_id: orderId, pairs: notes === null ? [] : noteBigrams(keyring, shownNotes(notes)) };
    });
    await tx.query(
      `update order_receivers r set note_bigrams = n.pairs
       from jsonb_to_recordset($1::jsonb) n (order_id bigint, pairs bigint[]) where r.order_id = n.order_id`,
      [JSON.stringify(made)],
    );
    return made.length;
  });
}
