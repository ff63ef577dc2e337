import type { Instant } from '@/domain/clocks/instant';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { type House, SHOP } from './house';
import type { Sent } from './orders';

/** The shop's time passes this much faster than ours … */
const SPEED = 300;
/** … and the pipeline looks at least this often. */
const LOOK_MS = 1_000;
const TICK_MS = SPEED * LOOK_MS;

/** What arrives between two looks of the pipeline, oldest first. */
function* ticksOf(messages: readonly Sent[]): Generator<readonly Sent[]> {
  let tick: Sent[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const message of messages) {
    if (message.at >= end && tick.length > 0) {
      yield tick;
      tick = [];
    }
    if (tick.length === 0) end = message.at + TICK_MS;
    tick.push(message);
  }
  if (tick.length > 0) yield tick;
}

/** How many batches it took, and how long. */
export interface Replayed {
  readonly messages: number;
  readonly batches: number;
  readonly seconds: number;
}

/**
 * Sends the messages through inbox and pipeline as if each batch happened at its own time of the past; what arrives within
 * a look at 300 × speed shares a batch. It goes on as fast as the pipeline can.
 */
export async function replay(house: House, messages: readonly Sent[]): Promise<Replayed> {
  const rules = createRuleSetCache();
  const begun = performance.now();
  let batches = 0;
  for (const tick of ticksOf(messages.toSorted((a, b) => a.at - b.at))) {
    const at: Instant = (tick.at(-1)?.at ?? 0) + LOOK_MS;
    const arrivals = tick.map(({ key, body, at: receivedAt }) => ({ key, body, receivedAt }));
    await storeMessages(house, SHOP, arrivals);
    for (let left = tick.length; left > 0; batches += 1) {
      const done = await runBatch(house, rules, at);
      if (done === 0) throw new Error(`the pipeline left ${left} messages lying`);
      left -= done;
    }
  }
  return { messages: messages.length, batches, seconds: (performance.now() - begun) / 1_000 };
}
