import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Cause, DispositionKind } from '@/domain/desk/task';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { shownCauseNote } from '@/server/privacy/sealed-notes';
import { type RuleName, ruleNames } from '@/server/rules/rule-names';

/** What a person found the rules' suspicion to be. */
export interface HumanDecision {
  readonly taskId: string;
  readonly disposition: DispositionKind;
  readonly cause: Cause | null;
  /** What was written of the cause, with long numbers hidden. */
  readonly causeNote: string | null;
  readonly byName: string | null;
  readonly at: Instant | null;
  /** Rules that do not hold this order again. */
  readonly clearedRules: readonly { readonly ruleId: string; readonly name: RuleName | null }[];
}

type Row = Omit<HumanDecision, 'clearedRules' | 'causeNote'> & {
  readonly cleared: readonly string[];
  readonly noteSealed: Buffer | null;
};

/** The last word of a person on an order, over all its cards; null when there is none. No permission is checked here. */
export async function humanDecision(
  { db: sql, keyring }: SealedDb<Sql>,
  orderId: string,
  ruleSetVersion: number | null,
): Promise<HumanDecision | null> {
  const [row] = await sql.query<Row>(
    `select t.id as "taskId", t.disposition, t.cause, t.cause_note_sealed as "noteSealed",
       coalesce(u.name, a.actor, t.closed_by) as "byName", coalesce(t.closed_at, a.at) as at, o.cleared_rules as cleared
     from tasks t join orders o on o.id = t.order_id
       left join lateral (select actor, at from audit where ref = t.id::text and action = 'tasks.dispose'
         order by id desc limit 1) a on true
       left join users u on u.id = coalesce(a.actor, t.closed_by)
     where t.order_id = $1::bigint and t.disposition is not null order by coalesce(t.closed_at, a.at) desc limit 1`,
    [orderId],
  );
  if (!row) return null;
  const { cleared, noteSealed, ...decision } = row;
  const names = cleared.length > 0 ? await ruleNames(sql, ruleSetVersion) : {};
  return {
    ...decision,
    causeNote: shownCauseNote(keyring, noteSealed),
    clearedRules: cleared.map((ruleId) => ({ ruleId, name: names[ruleId] ?? null })),
  };
}
