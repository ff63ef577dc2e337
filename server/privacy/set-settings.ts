import * as z from 'zod';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { conflict } from '@/server/errors';
import { type PrivacySettings, readPrivacySettings } from './settings';

const days = z.number().int().min(1).max(3650);
const times = z.number().int().min(1).max(10_000);
export const setPrivacyInput = z.strictObject({
  rawBodyDays: days,
  receiverDays: days,
  messageDays: days.nullable(),
  revealsADay: times,
  revealsInTenMinutes: times,
  /** Of the settings that the page showed. */
  version: z.number().int().min(1),
});

/** Sets how long personal data is kept and how much of it one person may look at. Refused when it changed meanwhile. */
export async function setPrivacySettings(
  ctx: Context<UserActor>,
  input: z.infer<typeof setPrivacyInput>,
): Promise<PrivacySettings> {
  return ctx.db.tx(async (tx) => {
    const { version, ...values } = input;
    const before = await readPrivacySettings(tx);
    const changed = await tx.query(
      `update privacy_settings set raw_body_days = $1, receiver_days = $2, message_days = $3, reveals_a_day = $4,
         reveals_in_ten_minutes = $5, version = version + 1 where version = $6 returning 1`,
      [
        ...[
          values.rawBodyDays,
          values.receiverDays,
          values.messageDays,
          values.revealsADay,
          values.revealsInTenMinutes,
        ],
        version,
      ],
    );
    if (changed.length === 0) throw conflict('the settings were changed on another page', { reason: 'version' });
    await audit(tx, ctx.actor, 'privacy.set', 'retention', { before, after: values });
    return readPrivacySettings(tx);
  });
}
