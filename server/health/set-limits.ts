import * as z from 'zod';
import { type AlarmLimits, LIMIT_RANGES } from '@/domain/health/alarm-limits';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict } from '../errors';
import { type KeptLimits, readAlarmLimits } from './alarm-limits';
import { announceHealth } from './incidents';

const within = (name: keyof AlarmLimits) => z.number().int().min(LIMIT_RANGES[name].min).max(LIMIT_RANGES[name].max);

export const setLimitsInput = z.strictObject({
  silenceFactor: within('silenceFactor'),
  foundPercent: within('foundPercent'),
  conflictPercent: within('conflictPercent'),
  /** As it was when the form was opened. */
  version: z.number().int().positive(),
});

/** Sets from where on there is an alarm. Throws conflict when somebody else changed it meanwhile. */
export async function setLimits(
  ctx: Context<UserActor>,
  { version, ...limits }: z.infer<typeof setLimitsInput>,
): Promise<KeptLimits> {
  const now = await ctx.db.now();
  const kept = await ctx.db.tx(async (tx) => {
    const { version: standing, ...before } = await readAlarmLimits(tx);
    const changed = await tx.query(
      `update alarm_limits set silence_factor = $1, found_percent = $2, conflict_percent = $3, version = version + 1
       where version = $4 returning 1`,
      [limits.silenceFactor, limits.foundPercent, limits.conflictPercent, version],
    );
    if (changed.length === 0) throw conflict('the limits were changed meanwhile', { why: 'changed' });
    await audit(tx, ctx.actor, 'health.setLimits', 'alarm-limits', { before, after: limits });
    await announceHealth(tx, now);
    return { ...limits, version: standing + 1 };
  });
  ctx.wakeFeed();
  return kept;
}
