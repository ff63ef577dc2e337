import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { invalid } from '../errors';
import { type LetterKind, letterFilter, lettersSql } from './filter';

export const listLettersInput = z.strictObject({
  filter: letterFilter,
  /** The place of the last row. */
  after: z.string().max(260).optional(),
  limit: z.number().int().min(1).max(200).default(100),
});

/** A message, or an order asked for, that could not be taken. */
export interface LetterRow {
  readonly ref: string;
  readonly kind: LetterKind;
  /** Of whom it came: a shop, or else a link. */
  readonly shopId: string | null;
  readonly linkId: string | null;
  /** The name of the shop or link. */
  readonly ownerName: string;
  readonly at: Instant;
  /** Empty for a conflict. */
  readonly reason: string;
  /** The message's id, or the order's number. */
  readonly name: string;
  readonly tries: number;
  /** Of one that is tried again: when. */
  readonly retryAt: Instant | null;
}

const PLACE = /^(\d{4}-[\d-]+ [\d:.+]+) (\S.*)$/;

function placeOf(after: string | undefined): { at: string; ref: string } | undefined {
  if (after === undefined) return undefined;
  const [, at, ref] = PLACE.exec(after) ?? [];
  if (at === undefined || ref === undefined) throw invalid('this is no place in the list', { field: 'after' });
  return { at, ref };
}

/** A page of what was set aside in the caller's reach, newest first. Throws invalid. */
export async function listLetters(
  ctx: Context<UserActor>,
  { filter, after, limit }: z.infer<typeof listLettersInput>,
): Promise<{ rows: LetterRow[]; next: string | null }> {
  const groups = groupScope(ctx.actor, 'deadLetters.list');
  const { text, params } = lettersSql(filter, groups, { after: placeOf(after), limit });
  const found = await ctx.db.query<LetterRow & { readonly place: string }>(
    `select a.ref, a.kind, a.shop_id as "shopId", a.link_id as "linkId",
       coalesce(s.name, l.name, a.shop_id) as "ownerName", a.at, a.reason, a.name, a.tries,
       a.retry_at as "retryAt", a.at::text || ' ' || a.ref as place
     from (${text}) a left join shops s on s.id = a.shop_id left join links l on l.id = a.link_id
     order by a.at desc, a.ref desc limit $9`,
    params,
  );
  const last = found.length === limit ? found.at(-1) : undefined;
  return { rows: found.map(({ place: _place, ...row }) => row), next: last?.place ?? null };
}
