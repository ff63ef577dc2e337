import type { Sql } from '@/db/client';
import type { AlarmLimits } from '@/domain/health/alarm-limits';

/** The limits with their version: a change made meanwhile is not overwritten. */
export interface KeptLimits extends AlarmLimits {
  readonly version: number;
}

/** The limits in force. */
export async function readAlarmLimits(sql: Sql): Promise<KeptLimits> {
  const [row] = await sql.query<KeptLimits>(
    `select silence_factor as "silenceFactor", found_percent as "foundPercent", conflict_percent as "conflictPercent",
       version::int as version from alarm_limits`,
  );
  if (!row) throw new Error('the alarm limits are gone');
  return row;
}
