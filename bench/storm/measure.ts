import type { Instant } from '@/domain/clocks/instant';
import type { House } from './house';

/** What one stretch of time did to the desk. */
export interface Measured {
  readonly name: string;
  /** Orders that were paid and so judged. */
  readonly judged: number;
  /** Of these, how many got a card, so that a person has to write something. */
  readonly touched: number;
  readonly abnormal: number;
  readonly urgent: number;
  /** Most cards that are urgent, opened in one hour of the shop. */
  readonly urgentInAnHour: number;
  /** Largest share of abnormal orders among 500 in a row, in basis points. */
  readonly worstAbnormalBp: number;
  /** Paid orders without a verdict, and held ones without an open card that has a group. */
  readonly withoutRoute: number;
}

const IN_A_ROW = 500;

/** Measures the orders placed from `from` until before `until`. */
export async function measure({ db }: House, name: string, from: Instant, until: Instant): Promise<Measured> {
  const [row] = await db.query<Omit<Measured, 'name'>>(
    `with judged as (
       select o.id, o.placed_at, o.class, o.review, o.verdict, o.is_urgent, t.id as task_id, t.group_id as task_group, t.opened_at,
         t.is_urgent as is_urgent_card
       from orders o left join tasks t on t.order_id = o.id
       where o.paid_at is not null and o.placed_at >= at_ms($1) and o.placed_at < at_ms($2)),
     rows_of_500 as (select count(*) filter (where class = 'abnormal') over w * 10000 / $3::int as bp, count(*) over w as n
       from judged window w as (order by placed_at, id rows between $3::int - 1 preceding and current row)),
     hours as (select count(*) as n from judged where is_urgent_card group by date_trunc('hour', opened_at))
     select count(distinct id)::int as judged, count(distinct id) filter (where task_id is not null)::int as touched,
       count(distinct id) filter (where class = 'abnormal')::int as abnormal,
       count(distinct id) filter (where is_urgent or is_urgent_card)::int as urgent,
       coalesce((select max(n) from hours), 0)::int as "urgentInAnHour",
       coalesce((select max(bp) from rows_of_500 where n = $3::int), 0)::int as "worstAbnormalBp",
       count(*) filter (where verdict is null or review = 'pending'
         or (review = 'held' and (task_id is null or task_group is null)))::int as "withoutRoute"
     from judged`,
    [from, until, IN_A_ROW],
  );
  if (!row) throw new Error('nothing was measured');
  return { name, ...row };
}

/** What fired and why: each rule with its hits and one piece of evidence, which names no person; and what was not known. */
export async function firedRules({ db }: House, from: Instant, until: Instant): Promise<string[]> {
  const rows = await db.query<{ rule: string; n: number; sample: unknown }>(
    `select h->>'ruleId' as rule, count(*)::int as n, (array_agg(h->'evidence'->0 order by o.id))[1] as sample
     from orders o, jsonb_array_elements(o.verdict->'hits') h
     where o.placed_at >= at_ms($1) and o.placed_at < at_ms($2) group by 1 order by n desc`,
    [from, until],
  );
  const unknown = await db.query<{ rule: string; n: number }>(
    `select u->>'ruleId' as rule, count(*)::int as n from orders o, jsonb_array_elements(o.verdict->'unknowns') u
     where o.placed_at >= at_ms($1) and o.placed_at < at_ms($2) group by 1 order by n desc`,
    [from, until],
  );
  const silent = unknown.map(({ rule, n }) => `${rule} ${n}`).join(', ');
  return [
    ...rows.map(({ rule, n, sample }) => `${rule} ${n}, such as ${JSON.stringify(sample)}`),
    `not known: ${silent}`,
  ];
}
