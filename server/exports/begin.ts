import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import { MINUTE_MS } from '@/domain/clocks/instant';
import { audit } from '../audit';
import { can } from '../can';
import type { Context, UserActor } from '../context';
import { AppError, forbidden, invalid } from '../errors';
import { LOCALES } from './export-list';
import { EXPORT_LIST_IDS, EXPORT_LISTS } from './lists';

export const beginExportInput = z.strictObject({
  list: z.enum(EXPORT_LIST_IDS),
  format: z.enum(['csv', 'xlsx']),
  locale: z.enum(LOCALES),
  /** As the list's own screen filters it. */
  filter: z.record(
    z.string().max(40),
    z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.string().max(200)).max(50)]),
  ),
});

/** Within this time a ticket has to be used. */
export const TICKET_MS = 2 * MINUTE_MS;
const A_HOUR = 20;
/** Whoever leads a group takes away what one can look over; a manager takes all. */
export const SUPERVISOR_ROWS = 1_000;

export const shaOfTicket = (ticket: string): Buffer => createHash('sha256').update(ticket).digest();

/** Throws too-many for whoever has taken away enough for now. Counted where all nodes see it. */
async function assertMayAgain(tx: Sql, actor: UserActor): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('tidewatch.exports'), hashtext($1))", [actor.userId]);
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from export_runs where actor = $1 and created_at > now() - interval '1 hour'`,
    [actor.userId],
  );
  if ((row?.n ?? 0) >= A_HOUR) throw new AppError('too-many', 'too many lists in an hour', { limit: A_HOUR });
}

/**
 * Begins to take a list away as a file: checks right, filter, size and rate, puts it on record with its filter and number of
 * rows, and gives a ticket by which the file is fetched once. Throws forbidden, invalid, too-large and too-many.
 */
export async function beginExport(
  ctx: Context<UserActor>,
  { list, format, locale, filter }: z.infer<typeof beginExportInput>,
): Promise<{ readonly ticket: string }> {
  const { db, actor } = ctx;
  const open = EXPORT_LISTS[list](filter, locale);
  if (!can(actor, open.action)) throw forbidden(`${actor.role} may not take this list away`);
  const count = await open.count(ctx);
  if (actor.role === 'supervisor' && (count ?? 0) > SUPERVISOR_ROWS) {
    throw invalid('the list is too long to be taken away; narrow its filter', {
      max: SUPERVISOR_ROWS,
      count: count ?? 0,
    });
  }
  const ticket = randomBytes(24).toString('base64url');
  await db.tx(async (tx) => {
    await assertMayAgain(tx, actor);
    const [run] = await tx.query<{ id: string }>(
      `insert into export_runs (ticket_sha, actor, list, format, filter, locale) values ($1, $2, $3, $4, $5, $6)
       returning id`,
      [shaOfTicket(ticket), actor.userId, list, format, JSON.stringify(filter), locale],
    );
    if (!run) throw new Error('the export could not be noted');
    await audit(tx, actor, 'exports.begin', run.id, { list, format, filter, ...(count !== null && { count }) });
  });
  return { ticket };
}
