import { createHash } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

/**
 * SQL: what is sealed of an audit row a, as text that no two different rows share. Times in microseconds, as they are kept.
 */
export const SEALED_TEXT = `jsonb_build_array(a.id, a.xid::text, (extract(epoch from a.at) * 1000000)::bigint, a.actor,
  a.action, a.ref, a.detail)::text`;

const ID_BYTES = 8;
export const HASH_BYTES = 32;

/** One link of the chain, as it lies in audit_blocks; 64-bit numbers as text. */
export interface Block {
  readonly block: string;
  readonly incarnation: string;
  readonly baseId: string | null;
  readonly lastXid: string;
  readonly lastId: string;
  readonly n: number;
  readonly rowIds: Buffer;
  readonly rowHashes: Buffer;
  readonly previous: Buffer;
  readonly hash: Buffer;
  readonly sealedAt: Instant;
}

export const BLOCK_COLUMNS = `block, incarnation, base_id as "baseId", last_xid::text as "lastXid", last_id as "lastId", n,
  row_ids as "rowIds", row_hashes as "rowHashes", previous, hash, sealed_at as "sealedAt"`;

/** What stands before the first block. */
export const NO_BLOCK = Buffer.alloc(HASH_BYTES);

/** The hash of a block over everything it says: SHA-256 of the block before it, its own fields, its rows and their hashes. */
export function hashOfBlock(block: Omit<Block, 'hash'>): Buffer {
  const { incarnation, baseId, lastXid, lastId, n, sealedAt } = block;
  const fields = JSON.stringify(['audit-block-1', block.block, incarnation, baseId, lastXid, lastId, n, sealedAt]);
  return createHash('sha256')
    .update(block.previous)
    .update(`${fields}\n`)
    .update(block.rowIds)
    .update(block.rowHashes)
    .digest();
}

/** The ids of a block's rows, in the order in which they were sealed. */
export const idsOf = ({ rowIds }: Pick<Block, 'rowIds'>): number[] =>
  Array.from(
    { length: rowIds.length / ID_BYTES },
    (_, index) => rowIds.readInt32BE(index * ID_BYTES) * 2 ** 32 + rowIds.readUInt32BE(index * ID_BYTES + 4),
  );

/** The newest block; null before the first. */
export async function headBlock(sql: Sql): Promise<Block | null> {
  const [head] = await sql.query<Block>(`select ${BLOCK_COLUMNS} from audit_blocks order by block desc limit 1`);
  return head ?? null;
}

/** SQL: the id of every sealed row, from audit_blocks b. Slow on purpose-built questions only: it reads every block. */
export const SEALED_IDS = `select ('x' || encode(substr(b.row_ids, i * ${ID_BYTES} + 1, ${ID_BYTES}), 'hex'))::bit(64)::bigint as id
  from audit_blocks b, generate_series(0, b.n - 1) i`;
