import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { LETTER_KINDS, type LetterKind, letterFilter, lettersSql } from './filter';

export const countLettersInput = z.strictObject({ filter: letterFilter });

export interface LetterCounts {
  readonly asOf: Instant;
  readonly total: number;
  readonly byKind: Readonly<Record<LetterKind, number>>;
}

/** How many were set aside, by kind; counted by the very question that lists them. */
export async function countLetters(
  ctx: Context<UserActor>,
  { filter }: z.infer<typeof countLettersInput>,
): Promise<LetterCounts> {
  const { text, params } = lettersSql(filter, groupScope(ctx.actor, 'deadLetters.count'), { limit: null });
  const rows = await ctx.db.query<{ kind: LetterKind; n: number }>(
    `select kind, count(*)::int as n from (${text}) a group by kind`,
    params,
  );
  const counts = LETTER_KINDS.map((kind) => [kind, rows.find((row) => row.kind === kind)?.n ?? 0]);
  const byKind = Object.fromEntries(counts) as Record<LetterKind, number>;
  return { asOf: await ctx.db.now(), total: rows.reduce((sum, { n }) => sum + n, 0), byKind };
}
