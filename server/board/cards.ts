import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { DispositionKind, QueueRow } from '@/domain/desk/task';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { BESIDE_TASKS, QUEUE_COLUMNS, QUEUE_JOINS } from '@/server/tasks/queue-rows';
import { BY_DUE, CARD_LISTS, CARD_RANK, CARDS_IN, type CardList } from './card-lists';

export const cardsInput = z
  .object({
    list: z.enum(CARD_LISTS),
    /** Only cards on this seat; for closed cards, closed by it. */
    seatId: z.string().min(1).max(64).optional(),
    /** Keyset position: the last row's "rank.taskId". */
    after: z
      .string()
      .regex(/^-?\d{1,16}\.\d{1,19}$/)
      .optional(),
    limit: z.number().int().min(1).max(200).default(100),
    /** false: the page alone. */
    isCounted: z.boolean().optional(),
  })
  .strict();
export type CardsInput = z.infer<typeof cardsInput>;

/** A card as the lists behind the board's figures show it. */
export interface BoardCard extends QueueRow {
  readonly stage: string | null;
  readonly detectMs: number | null;
  readonly overdueAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly disposition: DispositionKind | null;
}

interface Page {
  readonly list: CardList;
  readonly groups: readonly string[] | null;
  readonly seatId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const inScope = (groups: readonly string[] | null) => `${inGroups('t.group_id', '$1', groups)}
  and ($2::text is null or case t.state when 'closed' then t.closed_by else t.seat_id end = $2)`;

/** The lists in the order of the deadline, which indexes give: only the page is read, however many cards there are. */
const readByDue = (sql: Sql, { list, groups, seatId, after, limit }: Page) => {
  const [dueAt, taskId] = after?.split('.') ?? [];
  return sql.query<BoardCard & { rank: number }>(
    `select ${QUEUE_COLUMNS}, o.stage, t.detect_ms as "detectMs", t.overdue_at as "overdueAt", t.closed_at as "closedAt",
       t.disposition, (${CARD_RANK[list]})::float8 as rank
     from (select * from tasks t where ${inScope(groups)} and ${CARDS_IN[list]}
         and ($3::float8 is null or (t.due_at, t.id) > (timestamptz 'epoch' + $3 * interval '1 microsecond', $4::bigint))
       order by t.due_at, t.id limit $5) t ${BESIDE_TASKS}
     order by t.due_at, t.id`,
    [groups, seatId ?? null, dueAt ? Number(dueAt) : null, taskId ?? '0', limit],
  );
};

/** A page of one of the board's lists of cards, the most pressing first. No permission is checked here. */
export async function readCards(sql: Sql, page: Page): Promise<(BoardCard & { readonly rank: number })[]> {
  const [rank, taskId] = page.after?.split('.') ?? [];
  if (BY_DUE.has(page.list)) return readByDue(sql, page);
  return sql.query<BoardCard & { rank: number }>(
    `select * from (select ${QUEUE_COLUMNS}, t.id, o.stage, t.detect_ms as "detectMs", t.overdue_at as "overdueAt",
         t.closed_at as "closedAt", t.disposition, (${CARD_RANK[page.list]})::float8 as rank
       from ${QUEUE_JOINS} where ${inScope(page.groups)} and ${CARDS_IN[page.list]}) c
     where $3::float8 is null or (c.rank, c.id) > ($3, $4::bigint) order by c.rank, c.id limit $5`,
    [page.groups, page.seatId ?? null, rank ? Number(rank) : null, taskId ?? '0', page.limit],
  );
}

/** The cards behind a figure of the board; the first page also tells how many there are, unless that is not asked. Group-scoped. */
export async function boardCards(
  ctx: Context<UserActor>,
  input: CardsInput,
): Promise<{ rows: BoardCard[]; next: string | null; total: number | null }> {
  const groups = groupScope(ctx.actor, 'board.cards');
  const [rows, counted] = await Promise.all([
    readCards(ctx.db, { ...input, groups }),
    input.after === undefined && input.isCounted !== false
      ? ctx.db.query<{ n: number }>(
          `select count(*)::int as n from tasks t where ${inScope(groups)} and ${CARDS_IN[input.list]}`,
          [groups, input.seatId ?? null],
        )
      : [],
  ]);
  const last = rows.length === input.limit ? rows.at(-1) : undefined;
  return { rows, next: last ? `${last.rank}.${last.taskId}` : null, total: counted[0]?.n ?? null };
}
