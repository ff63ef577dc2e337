import type { KeyObject } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Block } from './block';
import { type CheckpointFile, follows, isGenuine, meterOf } from './checkpoint';
import type { Finding } from './verify';

const wrong = (what: Finding['what'], says: string, block: string | null = null, rowId: string | null = null) => ({
  ...{ what, block, rowId, says },
});

/** Whether every checkpoint file is there and as it was signed. */
export async function checkCheckpoints(
  sql: Sql,
  files: readonly CheckpointFile[],
  key: KeyObject,
): Promise<Finding | null> {
  const [meter] = await sql.query<{ value: string }>('select value from app_meta where key = $1', [meterOf(key)]);
  let before: CheckpointFile['checkpoint'] = null;
  for (const [index, { name, checkpoint }] of files.entries()) {
    if (checkpoint === null || !isGenuine(checkpoint, key))
      return wrong('checkpoint-changed', `the checkpoint ${name} is not as it was signed`);
    const isNext = checkpoint.statement.number === index + 1;
    if (!isNext || (before !== null && !follows(checkpoint, before)))
      return wrong('checkpoint-missing', `a checkpoint before ${name} is missing or was exchanged`);
    before = checkpoint;
  }
  const wanted = meter ? (JSON.parse(meter.value) as { number: number }).number : 0;
  if (files.length < wanted)
    return wrong('checkpoint-missing', `${wanted} checkpoints were signed here, but ${files.length} are left`);
  return null;
}

/** What the checkpoints know of blocks, met one after another. */
export interface Known {
  /** Compares a block of the chain with what was signed of it. */
  meet(block: Block, before: Block | null): Finding | null;
  /** Whether the chain goes at least as far as was signed. */
  atEnd(head: Block | null): Finding | null;
  notes(): readonly string[];
}

/** From the checkpoints that are as they were signed; others say nothing. */
export function knownHashes(files: readonly CheckpointFile[], key: KeyObject): Known {
  const said = files.flatMap(({ checkpoint }) =>
    checkpoint && isGenuine(checkpoint, key) ? [checkpoint.statement] : [],
  );
  const restored = new Map<string, string>();
  const nameOf = (incarnation: string, block: string) => `${incarnation}/${block}`;
  const byBlock = new Map(said.map((one) => [nameOf(one.incarnation, one.block), one]));
  return {
    meet: (block, before) => {
      if (before !== null && before.incarnation !== block.incarnation) restored.set(before.incarnation, before.block);
      const one = byBlock.get(nameOf(block.incarnation, block.block));
      if (one === undefined || one.hash === block.hash.toString('hex')) return null;
      const says = `block ${block.block} and maybe earlier ones were rewritten after ${one.at}`;
      return wrong('chain-rewritten', says, block.block);
    },
    atEnd: (head) => {
      const lost = said.find((one) => {
        const end = restored.get(one.incarnation) ?? (head?.incarnation === one.incarnation ? head.block : null);
        return !restored.has(one.incarnation) && (end === null || BigInt(one.block) > BigInt(end));
      });
      if (!lost) return null;
      const says = `the chain ends ${head ? `at block ${head.block}` : 'before it begins'}, but block ${lost.block} was there at ${lost.at}: rows up to ${lost.lastId} were cut off`;
      return wrong('chain-cut', says, lost.block);
    },
    notes: () =>
      said.flatMap((one) => {
        const end = restored.get(one.incarnation);
        return end !== undefined && BigInt(one.block) > BigInt(end)
          ? [`the restored backup ends at block ${end}; block ${one.block} of ${one.at} came after it and is not in it`]
          : [];
      }),
  };
}
