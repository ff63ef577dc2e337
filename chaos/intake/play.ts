import { until } from '@/bench/until';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { nameOf, type Step } from './orders';
import type { Plan } from './plan';
import type { Telling } from './platform';
import type { Shop } from './shops';

/** Of one shop, how often something was said. */
interface Said {
  messages: number;
  repeats: number;
  conflicts: number;
  lost: number;
}

/** The senders' own record. */
export interface Log {
  /** When each step was made, by its platform's clock. */
  readonly madeAt: Map<Step, Instant>;
  /** What told of it, or would have. */
  readonly tellings: Map<Step, Telling>;
  /** Keys under which other words were sent, by shop, and whether those were taken. */
  readonly conflicts: { readonly shopId: string; readonly key: string; readonly isTaken: boolean }[];
  readonly said: ReadonlyMap<string, Said>;
  sent: number;
}

const UNDERWAY = 48;
const TAKEN_LIMIT_MS = 120_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes the step at its shop's platform: a second or more after the step before, as platforms count whole seconds. */
function change(shop: Shop, step: Step, log: Log, before: ReadonlyMap<string, Instant>): Instant {
  const at = Math.max(Date.now() - shop.behindMs, (before.get(nameOf(step)) ?? 0) + SECOND_MS);
  log.madeAt.set(step, at);
  const telling = shop.change(step, at);
  if (telling !== null) log.tellings.set(step, telling);
  return at;
}

export const newLog = (shops: readonly Shop[]): Log => ({
  madeAt: new Map(),
  tellings: new Map(),
  conflicts: [],
  said: new Map(shops.map(({ shopId }) => [shopId, { messages: 0, repeats: 0, conflicts: 0, lost: 0 }])),
  sent: 0,
});

const COUNTED = { message: 'messages', repeat: 'repeats', conflict: 'conflicts' } as const;

/** Plays the plan against the shops, `perSecond` entries at most. A conflict follows what it contradicts. */
export async function play(plan: Plan, shops: ReadonlyMap<string, Shop>, log: Log, perSecond: number): Promise<void> {
  const underway = new Set<Promise<void>>();
  const before = new Map<string, Instant>();
  const early: (() => Promise<void>)[] = [];
  let failure: unknown;
  const contradict = async (shop: Shop, { key, contradict: send }: Telling) => {
    if (send !== null) log.conflicts.push({ shopId: shop.shopId, key, isTaken: await send() });
  };
  const say = async (shop: Shop, step: Step, kind: keyof typeof COUNTED) => {
    const telling = log.tellings.get(step);
    if (telling === undefined || (kind === 'conflict' && telling.contradict === null)) return;
    const said = log.said.get(shop.shopId);
    if (said) said[COUNTED[kind]] += 1;
    if (kind !== 'conflict') await telling.send();
    else if (shop.isAcknowledged(telling.key)) await contradict(shop, telling);
    else early.push(async () => (shop.isAcknowledged(telling.key) ? contradict(shop, telling) : undefined));
  };
  let nextMs = performance.now();
  for (const { step, kind } of plan.entries) {
    const shop = shops.get(step.shopId);
    if (shop === undefined) throw new Error(`there is no shop ${step.shopId}`);
    if (failure !== undefined) throw failure;
    if (kind === 'change') {
      before.set(nameOf(step), change(shop, step, log, before));
      continue;
    }
    nextMs = Math.max(nextMs + SECOND_MS / perSecond, performance.now() - SECOND_MS);
    if (nextMs > performance.now()) await pause(nextMs - performance.now());
    while (underway.size >= UNDERWAY) await Promise.race(underway);
    const work: Promise<void> = say(shop, step, kind)
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        underway.delete(work);
        log.sent += 1;
      });
    underway.add(work);
  }
  await Promise.all(underway);
  await taken([...shops.values()]);
  for (const late of early) await late();
  if (failure !== undefined) throw failure;
  for (const { shopId } of plan.lost.filter((step) => log.tellings.has(step))) {
    const said = log.said.get(shopId);
    if (said) said.lost += 1;
  }
}

/** Waits until the product has taken every message that waits for it at a platform. */
export const taken = (shops: readonly Shop[]): Promise<void> =>
  until('no message waits at a platform', TAKEN_LIMIT_MS, async () => shops.every((shop) => shop.waiting() === 0));
