import * as z from 'zod';
import type { Context, UserActor } from '../context';
import { shopIdField } from './shop-fields';

export const testOutcomeInput = z.strictObject({ shopId: shopIdField, key: z.string().regex(/^ping-[0-9a-f-]{36}$/) });

/** How far a test message has come: 'absent' where it was never stored. */
export interface TestOutcome {
  readonly state: 'absent' | 'waiting' | 'done' | 'unreadable';
  readonly reason: string | null;
  /** How many orders it spoke of; a test message speaks of none. */
  readonly orders: number;
}

/** By the state of its inbox key; one that is tried again or held still waits. */
const STATES = [
  ...(['waiting', 'done', 'unreadable', 'unreadable', 'done'] as const),
  ...(['waiting', 'waiting', 'unreadable', 'unreadable'] as const),
] as const;

/** How far a test message has come behind the door. */
export async function readTestOutcome(
  ctx: Context<UserActor>,
  { shopId, key }: z.infer<typeof testOutcomeInput>,
): Promise<TestOutcome> {
  const [row] = await ctx.db.query<{ state: number; reason: string | null; orders: number }>(
    `select k.state, k.reason, (select count(*)::int from order_events e where e.inbox_id = k.id) as orders
     from inbox_keys k where k.shop_id = $1 and k.key = $2`,
    [shopId, key],
  );
  if (!row) return { state: 'absent', reason: null, orders: 0 };
  return { state: STATES[row.state] ?? 'done', reason: row.reason, orders: row.orders };
}
