import type { Sql } from '@/db/client';
import { SHIP_SOON_MS, STAGES_TO_SHIP } from '@/domain/order/stage-due';
import { inGroups } from '../groups/in-groups';

/** Orders that have still to leave, by when their platform wants them to. */
export interface ShipDue {
  /** The time runs out within hours. */
  readonly soon: number;
  readonly passed: number;
}

export const SHIP_DUE_FILTERS = ['soon', 'passed'] as const;

const HAS_TO_SHIP = `o.ship_by is not null and o.stage in (${STAGES_TO_SHIP.map((stage) => `'${stage}'`).join(', ')})
  and not o.is_history`;
const SOON = `o.ship_by <= now() + make_interval(secs => ${SHIP_SOON_MS / 1_000})`;

/** SQL over orders o, as `shipDueOf` says it of one. */
export const SHIP_DUE_CONDITION: Readonly<Record<(typeof SHIP_DUE_FILTERS)[number], string>> = {
  soon: `${HAS_TO_SHIP} and o.ship_by > now() and ${SOON}`,
  passed: `${HAS_TO_SHIP} and o.ship_by <= now()`,
};

/** How many of the groups' orders are to leave soon, and how many should have left. */
export async function countShipDue(sql: Sql, groups: readonly string[] | null): Promise<ShipDue> {
  const [due] = await sql.query<ShipDue>(
    `select count(*) filter (where o.ship_by > now())::int as soon, count(*) filter (where o.ship_by <= now())::int as passed
     from orders o where ${HAS_TO_SHIP} and ${SOON} and ${inGroups('o.group_id', '$1', groups)}`,
    [groups],
  );
  return due ?? { soon: 0, passed: 0 };
}
