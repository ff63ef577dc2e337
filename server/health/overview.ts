import type { Instant } from '@/domain/clocks/instant';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { countOverdrawn } from '../stock/overdrawn';
import { type KeptLimits, readAlarmLimits } from './alarm-limits';
import type { ConnectionHealth } from './connection';
import { CONNECTIONS } from './connections';
import { readIntake } from './intake';

export interface HealthOverview {
  readonly asOf: Instant;
  /** Of all shops: what waits for the pipeline, and since when. */
  readonly intake: { readonly waiting: number; readonly waitingSince: Instant | null };
  /** SKUs of the house of which more is held, or has left, than there was. */
  readonly overdrawn: number;
  readonly limits: KeptLimits;
  readonly connections: readonly ConnectionHealth[];
}

/** How everything in the caller's reach does that is connected. */
export async function healthOverview(ctx: Context<UserActor>): Promise<HealthOverview> {
  const groups = groupScope(ctx.actor, 'health.overview');
  const connections = await Promise.all(CONNECTIONS.map((read) => read(ctx.db, groups)));
  return {
    asOf: await ctx.db.now(),
    intake: await readIntake(ctx.db),
    overdrawn: await countOverdrawn(ctx.db),
    limits: await readAlarmLimits(ctx.db),
    connections: connections.flat(),
  };
}
