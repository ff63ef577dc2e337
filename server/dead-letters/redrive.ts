import * as z from 'zod';
import { audit } from '../audit';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { invalid } from '../errors';
import { announceLetters } from './announce';
import { letterFilter, letterRef, lettersSql, REDRIVEN_KINDS } from './filter';

export const redriveInput = z.strictObject({
  /** All that the filter leaves, or those named. */
  filter: letterFilter,
  refs: z.array(letterRef).min(1).max(500).optional(),
});

/**
 * Has dead letters of shops and links read again, and given-up orders asked for again: those that the filter leaves now are
 * noted, and taken up in chunks by a job. Conflicts are left out. Returns how many they are. Throws invalid where there is none.
 */
export async function redrive(
  ctx: Context<UserActor>,
  { filter, refs }: z.infer<typeof redriveInput>,
): Promise<{ redriveId: string; total: number }> {
  const kinds = REDRIVEN_KINDS.filter((kind) => filter.kinds?.includes(kind) ?? true);
  if (kinds.length === 0) throw invalid('about conflicts somebody has to decide', { field: 'filter' });
  const groups = groupScope(ctx.actor, 'deadLetters.redrive');
  const started = await ctx.db.tx(async (tx) => {
    const { text, params } = lettersSql({ ...filter, kinds: [...kinds] }, groups, { limit: null });
    const [row] = await tx.query<{ redriveId: string; total: number }>(
      `with them as (select ref from (${text}) a where $11::text[] is null or ref = any ($11)),
       made as (insert into redrives (filter, total, started_by)
         select $12::jsonb, count(*), $13 from them having count(*) > 0 returning id, total),
       noted as (insert into redrive_rows (redrive_id, ref) select made.id, ref from made, them)
       select id::text as "redriveId", total from made`,
      [...params, refs ?? null, JSON.stringify(filter), ctx.actor.userId],
    );
    if (!row) throw invalid('there is nothing to put through again', { field: 'filter', rule: 'empty' });
    await audit(tx, ctx.actor, 'deadLetters.redrive', row.redriveId, { total: row.total });
    await announceLetters(tx, row.redriveId);
    return row;
  });
  ctx.wakeFeed();
  return started;
}
