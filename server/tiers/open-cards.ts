import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { DeadlineKind } from '@/domain/desk/task';
import { factsOf } from '@/domain/tiers/condition';
import type { CardUnderTier } from '@/domain/tiers/retier';
import { NO_FACTS, type Tier, type TierFacts } from '@/domain/tiers/tier';
import type { OrderClass } from '@/domain/triage/verdict';

/** An open card with no more of its facts than certain tiers look at. */
export interface OpenCard extends CardUnderTier {
  readonly id: string;
  readonly tierVersion: number;
}

/** A page is judged in one go, so it is small enough for nobody else to wait. */
const PAGE = 1_000;

/** A time as Instant: whole ms, cut off as everywhere. */
const ms = (column: string) => `(date_part('epoch', t.${column}) * 1000000)::int8 / 1000`;

/**
 * A card as one JSON array: reading a hundred thousand rows of many columns, with each time as a text, costs the process
 * several times as much as the judging.
 */
const CARD = `t.id::text, t.tier_id, t.tier_version, t.class, ${ms('tier_since')}, ${ms('class_since')}, ${ms('waiting_since')},
  ${ms('warn_at')}, ${ms('due_at')}, t.due_kind, ${ms('work_warn_at')}, ${ms('work_due_at')}, t.work_due_kind`;
type CardValues = readonly [
  ...[id: string, tierId: string, tierVersion: number, class_: OrderClass | null],
  ...[tierSince: Instant, classSince: Instant, waitingSince: Instant | null],
  ...[warnAt: Instant | null, dueAt: Instant, dueKind: DeadlineKind],
  ...[workWarnAt: Instant | null, workDueAt: Instant, workDueKind: DeadlineKind],
  ...facts: readonly TierFacts[keyof TierFacts][],
];

const cardOf =
  (asked: readonly (keyof TierFacts)[]) =>
  ({ card }: { readonly card: CardValues }): OpenCard => {
    const [id, tierId, tierVersion, cls, tierSince, classSince, waitingSince, ...others] = card;
    const [warnAt, dueAt, dueKind, workWarnAt, workDueAt, workDueKind, ...facts] = others;
    const known: Partial<Record<keyof TierFacts, unknown>> = { ...NO_FACTS };
    for (const [index, fact] of asked.entries()) known[fact] = facts[index] ?? NO_FACTS[fact];
    return {
      id,
      tierId,
      tierVersion,
      class: cls,
      tierSince,
      classSince,
      waitingSince,
      warnAt,
      dueAt,
      dueKind,
      workWarnAt,
      workDueAt,
      workDueKind,
      // Each fact was read from under its own name.
      facts: known as TierFacts,
    };
  };

/**
 * All open cards in pages, in the order of their ids under each version, as these tiers see them: a page costs the same
 * however far on it is.
 */
export async function* openCards(sql: Sql, tiers: readonly Tier[]): AsyncGenerator<readonly OpenCard[]> {
  const asked = [...new Set(tiers.flatMap(({ condition }) => factsOf(condition)))];
  const facts = asked.map((fact) => `, t.tier_facts->'${fact}'`).join('');
  const text = `select json_build_array(${CARD}${facts}) as card from tasks t
    where t.state = 'open' and (t.tier_version, t.id) > ($1::int, $2::bigint)
    order by t.tier_version, t.id limit ${PAGE}`;
  const pageAfter = async (version: number, id: string) =>
    (await sql.query<{ card: CardValues }>(text, [version, id])).map(cardOf(asked));
  let page = await pageAfter(-1, '0');
  for (let last = page.at(-1); last; last = page.at(-1)) {
    // The next page is on its way while this one is judged.
    const next = pageAfter(last.tierVersion, last.id);
    // Whoever stops listening does not wait for it.
    next.catch(() => {});
    yield page;
    page = await next;
  }
}
