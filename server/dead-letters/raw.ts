import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { AppError, conflict, invalid } from '../errors';
import { raiseRevealAlarm } from '../privacy/reveal-alarm';
import { readPrivacySettings } from '../privacy/settings';
import { letterRef } from './filter';
import { assertCanLetter, loadLetter, openLetter } from './letter';

export const readRawInput = z.strictObject({ ref: letterRef, reason: z.string().trim().min(2).max(100) });

/** So many digits in a row are a number that does not belong into a reason. */
const NUMBER = /\d[\d\s-]{5,}\d/u;

export interface RawLetter {
  readonly body: string;
  /** Of a conflict: the body that came first; null where there is none. */
  readonly first: string | null;
  readonly leftToday: number;
}

/** Holds the person's count until the end of the transaction, so that two at once are counted one after the other. */
async function countReads(tx: Sql, userId: string) {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('tidewatch.body-read ' || $1, 0))`, [userId]);
  const [count] = await tx.query<{ today: number; inTenMinutes: number; isAlarmRaised: boolean }>(
    `select count(*) filter (where (at at time zone 'Asia/Shanghai')::date = (now() at time zone 'Asia/Shanghai')::date)::int
         as today,
       count(*) filter (where at > now() - interval '10 minutes')::int as "inTenMinutes",
       coalesce(bool_or(is_alarm and at > now() - interval '10 minutes'), false) as "isAlarmRaised"
     from body_reads where user_id = $1 and at > now() - interval '25 hours'`,
    [userId],
  );
  if (!count) throw new Error('a count returned no row');
  return count;
}

/** Counts, limits and records one look; returns how many are left today. */
async function recordRead(tx: Sql, actor: UserActor, { ref, reason }: z.infer<typeof readRawInput>): Promise<number> {
  const { revealsADay, revealsInTenMinutes } = await readPrivacySettings(tx);
  const { today, inTenMinutes, isAlarmRaised } = await countReads(tx, actor.userId);
  if (today >= revealsADay)
    throw new AppError('too-many', 'no more bodies today', { reason: 'day', limit: revealsADay });
  const isAlarm = inTenMinutes + 1 > revealsInTenMinutes && !isAlarmRaised;
  await tx.query('insert into body_reads (user_id, ref, is_alarm) values ($1, $2, $3)', [actor.userId, ref, isAlarm]);
  await audit(tx, actor, 'deadLetters.raw', ref, { reason });
  if (isAlarm) await raiseRevealAlarm(tx, actor, null, inTenMinutes + 1);
  return revealsADay - today - 1;
}

/**
 * Shows a body as it came, personal values included, for a reason: counted and limited like the look at a personal value, and on
 * record. Throws invalid, notFound, too-many, and conflict where the body is gone.
 */
export async function readRaw(ctx: Context<UserActor>, input: z.infer<typeof readRawInput>): Promise<RawLetter> {
  if (NUMBER.test(input.reason)) throw invalid('the reason holds a number', { field: 'reason', rule: 'personal' });
  const raw = await ctx.db.tx(async (tx) => {
    const letter = await loadLetter(tx, input.ref);
    assertCanLetter(ctx.actor, 'deadLetters.raw', letter);
    const { body, first } = openLetter(ctx.keyring, letter);
    if (body === null) throw conflict('the body is not there any more', { reason: 'removed' });
    const leftToday = await recordRead(tx, ctx.actor, input);
    return { body: body.toString('utf8'), first: first?.toString('utf8') ?? null, leftToday };
  });
  ctx.wakeFeed();
  return raw;
}
