import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { readBound } from '../live/bound';
import { readIncarnation } from '../live/cursor';
import { type Block, hashOfBlock, headBlock, NO_BLOCK, SEALED_IDS, SEALED_TEXT } from './block';

/** Of one block: about a tenth of a second of hashing, inside PostgreSQL. */
const MOST_ROWS = 10_000;

interface Chosen {
  readonly n: number;
  readonly rowIds: Buffer;
  readonly rowHashes: Buffer;
  readonly lastXid: string | null;
  readonly lastId: string | null;
  readonly sealedAt: Instant;
}

/** Hashes the first rows that `where` leaves, in an order. */
async function choose(
  tx: Sql,
  { where, order }: { readonly where: string; readonly order: string },
  params: readonly unknown[] = [],
): Promise<Chosen> {
  const [chosen] = await tx.query<Chosen>(
    `with a as (select * from audit a where ${where} order by ${order} limit ${MOST_ROWS}),
     h as (select a.id, a.xid, row_number() over (order by ${order}) as place, sha256(convert_to(${SEALED_TEXT}, 'UTF8')) as hash from a)
     select count(*)::int as n, coalesce(string_agg(int8send(id), ''::bytea order by place), '') as "rowIds",
       coalesce(string_agg(hash, ''::bytea order by place), '') as "rowHashes",
       (array_agg(xid::text order by place desc))[1] as "lastXid", (array_agg(id::text order by place desc))[1] as "lastId",
       floor(extract(epoch from clock_timestamp()) * 1000)::float8 as "sealedAt"
     from h`,
    params,
  );
  if (!chosen) throw new Error('the audit rows could not be read');
  return chosen;
}

async function append(tx: Sql, head: Block | null, block: Omit<Block, 'block' | 'previous' | 'hash'>): Promise<void> {
  const link = { ...block, block: String(BigInt(head?.block ?? 0) + 1n), previous: head?.hash ?? NO_BLOCK };
  // Two sealers at once would both append the same number: the second one fails and finds the rows sealed.
  await tx.query(
    `insert into audit_blocks (block, incarnation, base_id, last_xid, last_id, n, row_ids, row_hashes, previous, hash, sealed_at)
     values ($1, $2, $3, $4::xid8, $5, $6, $7, $8, $9, $10, at_ms($11))`,
    [
      ...[link.block, link.incarnation, link.baseId, link.lastXid, link.lastId, link.n],
      ...[link.rowIds, link.rowHashes, link.previous, hashOfBlock(link), link.sealedAt],
    ],
  );
}

/** Goes on with the rows of this incarnation, in the order of (xid, id), up to the oldest transaction that still writes. */
async function sealNext(db: Database, head: Block, boundXid: string): Promise<number> {
  return db.tx(async (tx) => {
    const chosen = await choose(
      tx,
      {
        where: 'a.id > $1::bigint and (a.xid, a.id) > ($2::xid8, $3::bigint) and a.xid < $4::xid8',
        order: 'a.xid, a.id',
      },
      [head.baseId, head.lastXid, head.lastId, boundXid],
    );
    const { incarnation, baseId } = head;
    const { lastXid, lastId } = chosen;
    if (lastXid === null || lastId === null) return 0;
    await append(tx, head, { ...chosen, incarnation, baseId, lastXid, lastId });
    return chosen.n;
  });
}

const UNSEALED = { where: `not exists (select 1 from (${SEALED_IDS}) s where s.id = a.id)`, order: 'a.id' };

/**
 * Seals what a new incarnation of the database found: a restored backup brings rows whose transaction numbers mean nothing
 * here. Writers wait only for the last block, which fixes up to which id rows were there before.
 */
async function sealFound(db: Database, head: Block | null, incarnation: string): Promise<number> {
  const start = { incarnation, lastXid: '0', lastId: '0' };
  return db.tx(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    const found = await choose(tx, UNSEALED);
    if (found.n === MOST_ROWS) {
      await append(tx, head, { ...found, ...start, baseId: null });
      return found.n;
    }
    await tx.query(`set local lock_timeout = '2s'`);
    await tx.query('lock table audit in share row exclusive mode');
    const rest = await choose(tx, UNSEALED);
    const { xid } = await readBound(tx);
    const [last] = await tx.query<{ id: string }>('select coalesce(max(id), 0)::text as id from audit');
    const baseId = rest.n === MOST_ROWS ? null : (last?.id ?? '0');
    await append(tx, head, { ...rest, ...start, lastXid: xid, baseId });
    return Math.max(rest.n, 1);
  });
}

/** Appends at most one block over the audit rows that are committed and not sealed yet; returns how many it took in. */
export async function sealAudit(db: Database): Promise<number> {
  const incarnation = await readIncarnation(db);
  const head = await headBlock(db);
  if (head?.incarnation !== incarnation || head.baseId === null) return sealFound(db, head, incarnation);
  // Rows below the bound are visible to statements that begin after it was read.
  const bound = await readBound(db);
  return sealNext(db, head, bound.xid);
}
