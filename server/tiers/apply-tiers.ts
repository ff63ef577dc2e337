import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { isOverdue } from '@/domain/clocks/overdue';
import { roomOf } from '@/domain/live/rooms';
import { type Retiered, retier } from '@/domain/tiers/retier';
import type { TierSet } from '@/domain/tiers/tier';
import { publish } from '@/server/live/publish';
import { announceTasks } from '@/server/tasks/announce';
import { activeTiers } from './active-tiers';
import { type CardRow, cardUnderTier, JUDGED_COLUMNS, TIME_COLUMNS } from './card-rows';
import { tiersOfVersions } from './tier-history';

/** Few enough that a chunk stays far within a second, with everything that is announced. */
const CHUNK = 250;

interface Changed extends Retiered {
  readonly id: string;
  readonly wasOverdue: boolean;
}

/** Cards judged by an earlier version; those that somebody works on this instant are left for the next chunk. */
const staleCards = (tx: Sql, version: number): Promise<CardRow[]> =>
  tx.query<CardRow>(
    `select ${JUDGED_COLUMNS}, ${TIME_COLUMNS} from tasks t where t.state = 'open' and t.tier_version < $1
     order by t.tier_version, t.id limit ${CHUNK} for no key update skip locked`,
    [version],
  );

async function judge(tx: Sql, cards: readonly CardRow[], { tiers }: TierSet, now: Instant): Promise<Changed[]> {
  const asItWas = await tiersOfVersions(
    tx,
    cards.map(({ tierVersion }) => tierVersion),
  );
  return cards.flatMap((row) => {
    const after = retier(cardUnderTier(row), asItWas(row.tierVersion, row.tierId), tiers, now);
    return after === null ? [] : [{ ...after, id: row.id, wasOverdue: isOverdue(now, row.dueAt) }];
  });
}

/** A card that a new time makes overdue is in breach from now on, not from a moment at which nobody could know it. */
async function store(tx: Sql, changed: readonly Changed[]): Promise<void> {
  await tx.query(
    `update tasks t set version = t.version + 1, tier_id = r.tier_id, warn_at = at_ms(r."warnAt"), due_at = at_ms(r."dueAt"),
       due_kind = r."dueKind", work_warn_at = at_ms(r."workWarnAt"), work_due_at = at_ms(r."workDueAt"),
       work_due_kind = r."workDueKind", is_overdue = r.is_overdue,
       overdue_at = case when t.is_overdue = r.is_overdue then t.overdue_at when r.is_overdue then now() end
     from jsonb_to_recordset($1::jsonb) r (id bigint, tier_id text, is_overdue boolean, "warnAt" float8, "dueAt" float8,
       "dueKind" text, "workWarnAt" float8, "workDueAt" float8, "workDueKind" text) where t.id = r.id`,
    [
      JSON.stringify(
        changed.map(({ id, tierId, isOverdue: is, clocks }) => ({ id, tier_id: tierId, is_overdue: is, ...clocks })),
      ),
    ],
  );
}

async function noteProgress(tx: Sql, version: number, cards: number, changed: readonly Changed[]): Promise<void> {
  const [row] = await tx.query<{ done: number; total: number }>(
    `update tier_sets s set cards_done = cards_done + $2, cards_changed = cards_changed + $3,
       cards_overdue = cards_overdue + $4, cards_total = greatest(cards_total, cards_done + $2), finished_at =
         case when exists (select 1 from tasks where state = 'open' and tier_version < $1) then null else now() end
     where version = $1 returning cards_done as done, cards_total as total`,
    [version, cards, changed.length, changed.filter((card) => card.isOverdue && !card.wasOverdue).length],
  );
  if (!row) throw new Error(`tiers ${version} are gone`);
  await publish(tx, [
    { topic: 'tiers.applied', rooms: [roomOf.everyone()], id: 'tiers', version: row.done, patch: { version, ...row } },
  ]);
}

/**
 * Brings the next open cards over to the tiers in force, in one transaction: tier, deadlines and overdue marks, each
 * announced. Returns how many cards it took; call again while there are any. A run that dies loses nothing: cards carry
 * the version that judged them, so the next run goes on where this one stood. Cards that were opened by a transaction
 * which began before the version was published are found the same way.
 */
export function applyTiers(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const tierSet = await activeTiers(tx);
    const cards = await staleCards(tx, tierSet.version);
    if (cards.length === 0) {
      await tx.query(
        `update tier_sets set finished_at = now() where version = $1 and finished_at is null
           and not exists (select 1 from tasks where state = 'open' and tier_version < $1)`,
        [tierSet.version],
      );
      return 0;
    }
    const [{ now } = { now: 0 }] = await tx.query<{ now: Instant }>('select now()');
    const changed = await judge(tx, cards, tierSet, now);
    await tx.query('update tasks set tier_version = $2 where id = any($1::bigint[])', [
      cards.map(({ id }) => id),
      tierSet.version,
    ]);
    if (changed.length > 0) await store(tx, changed);
    await announceTasks(
      tx,
      changed.map(({ id }) => id),
    );
    await noteProgress(tx, tierSet.version, cards.length, changed);
    return cards.length;
  });
}
