import type { Database } from '@/db/client';
import { noteBigrams } from '@/server/privacy/blind-index';
import type { Keyring } from '@/server/privacy/keyring';
import { sealNotes } from '@/server/privacy/sealed-notes';
import { benchPerson, pick, spread } from './people';

/** Notes that differ; each stands on many orders, and their common words on very many. */
export const NOTES = 5_000;
const WISHES = [
  ...['周五前要用，急', '请发顺丰', '尽快发货谢谢', '不要放快递柜', '送人的请包好'],
  ...['放门卫室', '周末才在家', '发货前联系我', '生日礼物写贺卡', '麻烦开发票'],
];

/** The n-th of the notes that buyers write: one of a few wishes, and whom it is for. */
export const benchNote = (n: number): string => `${pick(WISHES, spread(n, 5))}，给${benchPerson(n * 17).name}`;

/** Stores them sealed in a table of the session's own database, from which orders get copies. */
export async function storeNotes(db: Database, keyring: Keyring): Promise<void> {
  await db.query('create table bench_notes (n int primary key, sealed bytea, pairs bigint[])');
  const rows = Array.from({ length: NOTES }, (_, n) => ({
    n,
    sealed: sealNotes(keyring, { buyerNote: benchNote(n), sellerNote: '' }).toString('hex'),
    pairs: noteBigrams(keyring, [benchNote(n)]),
  }));
  await db.query(
    `insert into bench_notes select n, decode(sealed, 'hex'), pairs
     from jsonb_to_recordset($1::jsonb) r (n int, sealed text, pairs bigint[])`,
    [JSON.stringify(rows)],
  );
}
