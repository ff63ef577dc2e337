import { hash } from 'node:crypto';
import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import {
  BLOCK_COLUMNS,
  type Block,
  HASH_BYTES,
  hashOfBlock,
  headBlock,
  idsOf,
  NO_BLOCK,
  SEALED_IDS,
  SEALED_TEXT,
} from './block';
import { auditKey, type CheckpointPlace, readCheckpoints } from './checkpoint';
import { checkCheckpoints, type Known, knownHashes } from './verify-checkpoints';

/** The first thing that is not as it was sealed. `rowId` names the row of audit where there is one to name. */
export interface Finding {
  readonly what:
    | 'row-changed'
    | 'row-missing'
    | 'row-added'
    | 'block-changed'
    | 'block-missing'
    | 'checkpoint-changed'
    | 'checkpoint-missing'
    | 'chain-cut'
    | 'chain-rewritten';
  readonly rowId: string | null;
  readonly block: string | null;
  readonly says: string;
}

export interface Verification {
  readonly finding: Finding | null;
  readonly rows: number;
  readonly blocks: number;
  readonly checkpoints: number;
  readonly sealedUntil: Instant | null;
  /** Rows that are not under the seal yet, and how long the oldest has waited, in ms. */
  readonly waiting: { readonly rows: number; readonly oldestMs: number };
  /** What is no fault but should be known: backups that were restored, and what they lack. */
  readonly notes: readonly string[];
}

const ROWS_A_STEP = 20_000;
const BLOCKS_A_STEP = 500;

/** The next blocks, at least one, of about `ROWS_A_STEP` rows in all. */
const nextBlocks = (sql: Sql, after: string): Promise<Block[]> =>
  sql.query<Block>(
    `select * from (
       select ${BLOCK_COLUMNS}, sum(n) over (order by block) - n as before
       from (select * from audit_blocks where block > $1::bigint order by block limit ${BLOCKS_A_STEP}) b) c
     where before < ${ROWS_A_STEP} order by block::bigint`,
    [after],
  );

const finding = (what: Finding['what'], block: string | null, rowId: string | null, says: string): Finding => ({
  ...{ what, block, rowId, says },
});

/** Whether the block is itself and stands where it belongs. */
function checkLink(block: Block, before: Block | null): Finding | null {
  const wanted = String(BigInt(before?.block ?? 0) + 1n);
  const [id] = idsOf(block);
  const first = id === undefined ? null : String(id);
  if (block.block !== wanted)
    return finding('block-missing', wanted, before?.lastId ?? null, `block ${wanted} is missing`);
  if (!block.hash.equals(hashOfBlock(block)))
    return finding('block-changed', block.block, first, `block ${block.block} was changed`);
  if (!block.previous.equals(before?.hash ?? NO_BLOCK))
    return finding(
      'block-changed',
      block.block,
      first,
      `block ${block.block} does not continue the block before it: one of them was replaced`,
    );
  return null;
}

/** What is sealed of these rows, by id. Ids mostly follow each other, and a range is read faster than a list. */
async function readTexts(sql: Sql, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const [first, last] = ids.reduce(([low, high], id) => [Math.min(low, id), Math.max(high, id)], [ids[0] ?? 0, 0]);
  const isDense = last - first < 2 * ids.length;
  const rows = await sql.query<{ id: number; text: string }>(
    `select a.id::float8 as id, ${SEALED_TEXT} as text from audit a
     where ${isDense ? 'a.id between $1::bigint and $2::bigint' : 'a.id = any ($1::bigint[])'}`,
    isDense ? [first, last] : [ids],
  );
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** Compares the rows of some blocks with their seals; the first that differs, in the order of the chain. */
async function checkRows(sql: Sql, blocks: readonly Block[]): Promise<Finding | null> {
  const ids = blocks.map(idsOf);
  const texts = await readTexts(sql, ids.flat());
  for (const [index, block] of blocks.entries()) {
    for (const [place, id] of (ids[index] ?? []).entries()) {
      const text = texts.get(id);
      if (text === undefined) return finding('row-missing', block.block, String(id), `row ${id} is missing`);
      const sealed = block.rowHashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
      if (!sealed.equals(hash('sha256', text, 'buffer')))
        return finding('row-changed', block.block, String(id), `row ${id} is not what was sealed`);
    }
  }
  return null;
}

/** A row where only sealed ones can be: it was put in without the sealer, or its seal was taken away. */
async function findAdded(sql: Sql, head: Block, sealed: number): Promise<Finding | null> {
  if (head.baseId === null) return null;
  const under = 'a.id <= $1::bigint or (a.xid, a.id) <= ($2::xid8, $3::bigint)';
  const params = [head.baseId, head.lastXid, head.lastId];
  const [count] = await sql.query<{ n: number }>(`select count(*)::int as n from audit a where ${under}`, params);
  if (count?.n === sealed) return null;
  const [row] = await sql.query<{ id: string }>(
    `select a.id::text as id from audit a where (${under}) and not exists (select 1 from (${SEALED_IDS}) s where s.id = a.id) order by a.id limit 1`,
    params,
  );
  return row ? finding('row-added', null, row.id, `row ${row.id} was added behind the seal`) : null;
}

async function waitingRows(sql: Sql, head: Block | null): Promise<Verification['waiting']> {
  const [row] = await sql.query<{ rows: number; oldestMs: number }>(
    `select count(*)::int as rows,
       coalesce(extract(epoch from clock_timestamp() - min(a.at)) * 1000, 0)::float8 as "oldestMs"
     from audit a where a.id > coalesce($1::bigint, 0) and (a.xid, a.id) > ($2::xid8, $3::bigint)`,
    [head?.baseId ?? null, head?.lastXid ?? '0', head?.lastId ?? '0'],
  );
  return row ?? { rows: 0, oldestMs: 0 };
}

interface Walked {
  readonly finding: Finding | null;
  readonly rows: number;
  readonly blocks: number;
  readonly notes: readonly string[];
}

async function walk(sql: Sql, known: Known): Promise<Walked> {
  let before: Block | null = null;
  let [rows, blocks] = [0, 0];
  const notes: string[] = [];
  for (;;) {
    const step: Block[] = await nextBlocks(sql, before?.block ?? '0');
    if (step.length === 0) return { finding: null, rows, blocks, notes };
    for (const [index, block] of step.entries()) {
      const wrong = checkLink(block, before) ?? known.meet(block, before);
      if (wrong) return { finding: (await checkRows(sql, step.slice(0, index))) ?? wrong, rows, blocks, notes };
      if (before !== null && before.incarnation !== block.incarnation)
        notes.push(
          `a backup was restored, or the database moved, before block ${block.block} (${new Date(block.sealedAt).toISOString()})`,
        );
      before = block;
      rows += block.n;
      blocks += 1;
    }
    const wrong = await checkRows(sql, step);
    if (wrong) return { finding: wrong, rows, blocks, notes };
  }
}

/**
 * Compares every audit row with its seal, the blocks with each other and the checkpoints with the blocks, as of one moment,
 * while the application may go on writing. Finds rows edited, deleted, added, exchanged or cut off, also at the end, and
 * names the first.
 */
export async function verifyAudit(db: Database, place: CheckpointPlace): Promise<Verification> {
  const files = await readCheckpoints(place);
  const key = await auditKey(place);
  return db.tx(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    await tx.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    const head = await headBlock(tx);
    const known = knownHashes(files, key);
    const signatures = await checkCheckpoints(tx, files, key);
    const walked = await walk(tx, known);
    const wrong = walked.finding ?? signatures ?? known.atEnd(head);
    return {
      finding: wrong ?? (head && (await findAdded(tx, head, walked.rows))),
      ...{ rows: walked.rows, blocks: walked.blocks, checkpoints: files.length },
      sealedUntil: head?.sealedAt ?? null,
      waiting: await waitingRows(tx, head),
      notes: [...walked.notes, ...known.notes()],
    };
  });
}
