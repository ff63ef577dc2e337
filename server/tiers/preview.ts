import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { isOverdue } from '@/domain/clocks/overdue';
import { retier } from '@/domain/tiers/retier';
import type { Tier } from '@/domain/tiers/tier';
import type { Context, UserActor } from '@/server/context';
import { assertTiers } from './assert-tiers';
import { type OpenCard, openCards } from './open-cards';
import { type TierAsItWas, tiersOfOpenCards } from './tier-history';
import { tiersField } from './tier-input';

export const previewInput = z.strictObject({ tiers: tiersField });

/** What a change of the tiers would do to the open cards. */
export interface TierEffects {
  /** Cards that come into another tier. */
  readonly changed: number;
  /** Cards in time until now that would be overdue at once. */
  readonly overdue: number;
  readonly earlier: number;
  readonly later: number;
}
/** One card that would change. */
export interface AffectedCard {
  readonly taskId: string;
  readonly orderNo: string | null;
  readonly who: string;
  readonly dueAt: Instant;
  readonly newDueAt: Instant;
}
/** The cards that go from one tier to another, or stay in one whose times change. */
export interface TierMove {
  readonly from: string;
  readonly to: string;
  readonly total: number;
  readonly cards: readonly AffectedCard[];
}
export interface TierPreview extends TierEffects {
  /** Open cards looked at. */
  readonly open: number;
  readonly moves: readonly TierMove[];
}

const SHOWN_A_MOVE = 200;
/** Moves whose cards are listed; of further ones only the number is told. */
const LISTED_MOVES = 20;

type Listed = Omit<AffectedCard, 'orderNo' | 'who'>;
interface Tally {
  open: number;
  readonly effects: { changed: number; overdue: number; earlier: number; later: number };
  readonly moves: Map<string, { from: string; to: string; total: number; cards: Listed[] }>;
}

function count(tally: Tally, row: OpenCard, asItWas: TierAsItWas, tiers: readonly Tier[], now: Instant): void {
  const after = retier(row, asItWas(row.tierVersion, row.tierId), tiers, now);
  if (after === null) return;
  const { effects, moves } = tally;
  const newDueAt = after.clocks.dueAt;
  if (after.tierId !== row.tierId) effects.changed += 1;
  else if (newDueAt === row.dueAt && after.clocks.warnAt === row.warnAt) return;
  if (after.isOverdue && !isOverdue(now, row.dueAt)) effects.overdue += 1;
  if (newDueAt < row.dueAt) effects.earlier += 1;
  if (newDueAt > row.dueAt) effects.later += 1;
  const key = `${row.tierId}\n${after.tierId}`;
  const move = moves.get(key) ?? { from: row.tierId, to: after.tierId, total: 0, cards: [] };
  move.total += 1;
  if (move.cards.length < SHOWN_A_MOVE) move.cards.push({ taskId: row.id, dueAt: row.dueAt, newDueAt });
  moves.set(key, move);
}

async function tallyOf(sql: Sql, tiers: readonly Tier[], now: Instant): Promise<Tally> {
  const tally: Tally = { open: 0, effects: { changed: 0, overdue: 0, earlier: 0, later: 0 }, moves: new Map() };
  const asItWas = await tiersOfOpenCards(sql);
  for await (const page of openCards(sql, tiers)) {
    tally.open += page.length;
    for (const card of page) count(tally, card, asItWas, tiers, now);
  }
  return tally;
}

/** What the lists show of each card: order number and masked name. */
async function shownOf(sql: Sql, taskIds: readonly string[]) {
  const rows = await sql.query<{ taskId: string; orderNo: string | null; who: string }>(
    `select t.id as "taskId", o.order_no as "orderNo", coalesce(nullif(o.buyer_shown, ''), c.shown_name, '') as who
     from tasks t left join orders o on o.id = t.order_id left join customers c on c.id = t.customer_id
     where t.id = any($1::bigint[])`,
    [taskIds],
  );
  return new Map(rows.map((row) => [row.taskId, row]));
}

/** Counts what these tiers would change now. Reads in chunks, and every card is judged by the function that judges it live. */
export async function effectsOf(sql: Sql, tiers: readonly Tier[], now: Instant): Promise<TierEffects> {
  return (await tallyOf(sql, tiers, now)).effects;
}

/**
 * What publishing these tiers would do to every open card, with the cards by where they come from and go to. Changes
 * nothing. Throws invalid with the field of the first problem.
 */
export async function previewTiers(ctx: Context<UserActor>, input: z.infer<typeof previewInput>): Promise<TierPreview> {
  await assertTiers(ctx.db, input.tiers);
  const { open, effects, moves } = await tallyOf(ctx.db, input.tiers, await ctx.db.now());
  const sorted = [...moves.values()].sort((a, b) => b.total - a.total);
  const listed = sorted.map((move, index) => (index < LISTED_MOVES ? move : { ...move, cards: [] }));
  const shown = await shownOf(
    ctx.db,
    listed.flatMap(({ cards }) => cards.map(({ taskId }) => taskId)),
  );
  return {
    open,
    ...effects,
    moves: listed.map((move) => ({
      ...move,
      cards: move.cards.map((card) => ({
        ...card,
        orderNo: shown.get(card.taskId)?.orderNo ?? null,
        who: shown.get(card.taskId)?.who ?? '',
      })),
    })),
  };
}
