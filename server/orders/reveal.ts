import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { NO_NOTES, NOTE_FIELDS } from '@/domain/order/notes';
import { REVEAL_FIELDS, REVEAL_REASONS, type RevealField } from '@/domain/privacy/reveal';
import { audit } from '@/server/audit';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { AppError, conflict, invalid, notFound } from '@/server/errors';
import type { Keyring } from '@/server/privacy/keyring';
import { raiseRevealAlarm } from '@/server/privacy/reveal-alarm';
import { openNotes } from '@/server/privacy/sealed-notes';
import { openReceiver } from '@/server/privacy/sealed-receiver';
import { readPrivacySettings } from '@/server/privacy/settings';

const SHORTEST_NOTE = 2;
/** So many digits in a row are a number that does not belong into a reason. */
const NUMBER = /\d[\d\s-]{5,}\d/u;

export const revealInput = z.strictObject({
  orderId: z.string().regex(/^\d{1,19}$/),
  field: z.enum(REVEAL_FIELDS),
  reason: z.enum(REVEAL_REASONS),
  /** In the person's own words; needed where the reason is `other`. */
  note: z.string().trim().max(100),
});
type RevealInput = z.infer<typeof revealInput>;

export interface Revealed {
  readonly value: string;
  /** How many more the person may look at today. */
  readonly leftToday: number;
}

interface Personal {
  readonly groupId: string;
  /** The caller, where the order is on a card of theirs. */
  readonly ownerId: string | null;
  readonly sealed: Buffer | null;
  readonly notesSealed: Buffer | null;
  readonly removedAt: Instant | null;
}

async function loadPersonal(tx: Sql, actor: UserActor, orderId: string): Promise<Personal> {
  const [row] = await tx.query<Personal>(
    `select o.group_id as "groupId", r.sealed, r.notes_sealed as "notesSealed", r.removed_at as "removedAt",
       (select t.seat_id from tasks t where t.state = 'open' and t.seat_id = $2 and (t.order_id = o.id or exists (
          select 1 from customer_orders b where b.customer_id = t.customer_id and b.order_id = o.id and b.how <> 'agent'))
        limit 1) as "ownerId"
     from orders o left join order_receivers r on r.order_id = o.id where o.id = $1::bigint`,
    [orderId, actor.userId],
  );
  if (!row) throw notFound('order');
  return row;
}

function openedValue(keyring: Keyring, { sealed, notesSealed }: Personal, field: RevealField): string | null {
  if (field !== 'note') return sealed === null ? null : openReceiver(keyring, sealed)[field];
  const notes = notesSealed === null ? NO_NOTES : openNotes(keyring, notesSealed);
  return NOTE_FIELDS.flatMap((name) => notes[name] || []).join('\n');
}

function plainValue(ctx: Context<UserActor>, personal: Personal, { field, note }: RevealInput): string {
  const isGone = (field === 'note' ? personal.notesSealed : personal.sealed) === null;
  if (personal.removedAt !== null && isGone)
    throw conflict('the value was removed when its time was over', { reason: 'removed' });
  const value = openedValue(ctx.keyring, personal, field);
  if (value === null || value === '') throw conflict('the platform gave this value masked', { reason: 'masked' });
  if (note.includes(value)) throw invalid('the reason repeats the value', { field: 'note', rule: 'personal' });
  return value;
}

interface Count {
  readonly today: number;
  readonly inTenMinutes: number;
  readonly isAlarmRaised: boolean;
}

/** Holds the person's count until the end of the transaction, so that two at once are counted one after the other. */
async function countReveals(tx: Sql, userId: string): Promise<Count> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('tidewatch.reveal ' || $1, 0))`, [userId]);
  const [count] = await tx.query<Count>(
    `select count(*) filter (where (at at time zone 'Asia/Shanghai')::date = (now() at time zone 'Asia/Shanghai')::date)::int
         as today,
       count(*) filter (where at > now() - interval '10 minutes')::int as "inTenMinutes",
       coalesce(bool_or(is_alarm and at > now() - interval '10 minutes'), false) as "isAlarmRaised"
     from reveals where user_id = $1 and at > now() - interval '25 hours'`,
    [userId],
  );
  if (!count) throw new Error('a count returned no row');
  return count;
}

async function recordReveal(tx: Sql, actor: UserActor, input: RevealInput): Promise<number> {
  const limits = await readPrivacySettings(tx);
  const { today, inTenMinutes, isAlarmRaised } = await countReveals(tx, actor.userId);
  if (today >= limits.revealsADay)
    throw new AppError('too-many', 'no more personal values today', { reason: 'day', limit: limits.revealsADay });
  const isAlarm = inTenMinutes + 1 > limits.revealsInTenMinutes && !isAlarmRaised;
  await tx.query('insert into reveals (user_id, order_id, field, is_alarm) values ($1, $2::bigint, $3, $4)', [
    actor.userId,
    input.orderId,
    input.field,
    isAlarm,
  ]);
  const { field, reason, note } = input;
  await audit(tx, actor, 'orders.reveal', input.orderId, { field, reason, ...(note === '' ? {} : { note }) });
  if (isAlarm) await raiseRevealAlarm(tx, actor, input.orderId, inTenMinutes + 1);
  return limits.revealsADay - today - 1;
}

/**
 * Shows one personal value of an order to one person, for a reason: an agent's own card, a supervisor's group, a manager
 * anywhere. Counted, limited per day (Asia/Shanghai) and on record without the value; unusually many raise an alarm.
 */
export async function revealField(ctx: Context<UserActor>, input: RevealInput): Promise<Revealed> {
  if (input.reason === 'other' && input.note.length < SHORTEST_NOTE)
    throw invalid('this reason needs words', { field: 'note', rule: 'required' });
  if (NUMBER.test(input.note)) throw invalid('the reason holds a number', { field: 'note', rule: 'personal' });
  const revealed = await ctx.db.tx(async (tx) => {
    const personal = await loadPersonal(tx, ctx.actor, input.orderId);
    assertCan(ctx.actor, 'orders.reveal', personal, 'order');
    const value = plainValue(ctx, personal, input);
    return { value, leftToday: await recordReveal(tx, ctx.actor, input) };
  });
  ctx.wakeFeed();
  return revealed;
}
