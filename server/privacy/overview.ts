import type { Sql } from '@/db/client';
import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import { COUNTED_TO, RETENTION_KINDS, type RetentionKind } from '@/domain/privacy/retention';
import type { Context, UserActor } from '@/server/context';
import { type PrivacySettings, readPrivacySettings } from './settings';

/** What of one kind is there, what goes next, and what went last. */
export interface KindOverview {
  readonly kind: RetentionKind;
  /** When the oldest that is kept came, or when its order closed; null: nothing is kept, or nothing is ever removed. */
  readonly oldestAt: Instant | null;
  /** How many are removed within the next seven days; counted up to COUNTED_TO. */
  readonly dueSoon: number;
  readonly lastRemoved: number | null;
  readonly lastAt: Instant | null;
}

export interface PrivacyOverview {
  readonly settings: PrivacySettings;
  readonly kinds: readonly KindOverview[];
  /** When the job last ran, whether or not it removed anything, and what went wrong. */
  readonly ranAt: Instant | null;
  readonly lastError: string | null;
  readonly serverNow: Instant;
}

const SOON_MS = 7 * DAY_MS;

const KEPT: Readonly<Record<RetentionKind, string>> = {
  'raw-bodies': 'select received_at as at from inbox_messages where received_at < at_ms($1)',
  receivers: `select o.updated_at as at from order_receivers r join orders o on o.id = r.order_id
    where (r.sealed is not null or r.notes_sealed is not null) and o.status in ('signed', 'done', 'cancelled')
      and o.updated_at < at_ms($1)
    union all select closed_at from tasks where cause_note_sealed is not null and closed_at < at_ms($1)`,
  messages: 'select at from interactions where sealed_body is not null and at < at_ms($1)',
};

async function dueSoon(sql: Sql, kind: RetentionKind, now: Instant, days: number | null) {
  if (days === null) return { oldestAt: null, dueSoon: 0 };
  const [row] = await sql.query<{ oldestAt: Instant | null; dueSoon: number }>(
    `select min(at) as "oldestAt", count(*)::int as "dueSoon" from (${KEPT[kind]} limit ${COUNTED_TO}) due`,
    [now + SOON_MS - days * DAY_MS],
  );
  return row ?? { oldestAt: null, dueSoon: 0 };
}

/** How personal data is kept: the settings, what is removed next, and what the last runs removed. */
export async function privacyOverview(ctx: Context<UserActor>): Promise<PrivacyOverview> {
  const { db } = ctx;
  const [settings, serverNow] = await Promise.all([readPrivacySettings(db), db.now()]);
  const daysOf: Readonly<Record<RetentionKind, number | null>> = {
    'raw-bodies': settings.rawBodyDays,
    receivers: settings.receiverDays,
    messages: settings.messageDays,
  };
  const [last, [job]] = await Promise.all([
    db.query<{ kind: RetentionKind; removed: number; at: Instant }>(
      'select distinct on (kind) kind, removed, at from retention_runs order by kind, at desc',
    ),
    db.query<{ ranAt: Instant | null; lastError: string | null }>(
      `select ran_at as "ranAt", last_error as "lastError" from job_leases where name = 'retention'`,
    ),
  ]);
  const kinds = await Promise.all(
    RETENTION_KINDS.map(async (kind) => {
      const run = last.find((row) => row.kind === kind);
      const due = await dueSoon(db, kind, serverNow, daysOf[kind]);
      return { kind, ...due, lastRemoved: run?.removed ?? null, lastAt: run?.at ?? null };
    }),
  );
  return { settings, kinds, ranAt: job?.ranAt ?? null, lastError: job?.lastError ?? null, serverNow };
}
