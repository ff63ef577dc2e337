import { randomBytes, randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type CleanUp, withCleanUp } from '@/bench/clean-up';
import { furnish } from './core/furnish';
import { wrongsOf } from './core/outcome';
import { type Plan, type Push, planOf } from './core/plan';
import { newLog, sendAll } from './core/sender';
import { strikeAll, strikesOf } from './house/faults';
import { type House, openHouse } from './house/house';
import { settled } from './house/settled';
import { randomFrom } from './random';

const HOUR_MS = 3_600_000;

interface Options {
  readonly pushes: number;
  readonly strikes: number;
  readonly seed: number;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { pushes: { type: 'string' }, strikes: { type: 'string' }, seed: { type: 'string' } },
  });
  const number = (text: string | undefined, otherwise: number) => (text === undefined ? otherwise : Number(text));
  return {
    pushes: number(values.pushes, 10_000),
    strikes: number(values.strikes, 18),
    seed: number(values.seed, randomInt(1_000_000)),
  };
}

const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`;

/** The same messages, each once and in its order, through a house in which nothing goes wrong. */
async function reference(plan: Plan, struck: House, cleanUp: CleanUp): Promise<House> {
  const house = await openHouse('reference', { roles: ['web,worker'], keysOf: struck }, cleanUp);
  const door = await furnish(house, newSecret());
  const steps: Push[][] = [];
  const seen = new Map<string, number>();
  for (const push of plan.inOrder) {
    const step = seen.get(push.orderNo) ?? 0;
    seen.set(push.orderNo, step + 1);
    steps[step] = [...(steps[step] ?? []), push];
  }
  for (const step of steps) await sendAll(door, step, newLog());
  await settled(house);
  return house;
}

async function scenario(options: Options, cleanUp: CleanUp): Promise<readonly string[]> {
  console.log(`seed ${options.seed}`);
  const plan = planOf(options.pushes, Date.now() - HOUR_MS * 2, randomFrom(options.seed));
  console.log(
    `${plan.inOrder.length} messages, ${plan.repeats} repeats, ${plan.conflicts} conflicts, ${plan.asSent.length} pushes in all`,
  );
  const house = await openHouse('struck', { roles: ['web', 'worker'] }, cleanUp);
  const door = await furnish(house, newSecret());
  const log = newLog();
  const startedMs = performance.now();
  const strikes = strikesOf(options.strikes, plan.asSent.length, randomFrom(options.seed + 1));
  await Promise.all([sendAll(door, plan.asSent, log), strikeAll(house, strikes, () => log.sent)]);
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(`sent in ${seconds.toFixed(1)} s; answers ${JSON.stringify(Object.fromEntries(log.answers))}`);
  await settled(house);
  const calm = await reference(plan, house, cleanUp);
  return wrongsOf(house.db, calm.db, plan, log);
}

/**
 * Kills and deploys the server, the worker and PostgreSQL at random, and cuts all connections, while signed pushes arrive:
 * a fifth twice, a fifth late, a hundredth again with another body. The sender's record is the oracle for what must be
 * there; a second house that gets the same messages in order says how everything must look in the end.
 */
export const run = (args: readonly string[]): Promise<readonly string[]> =>
  withCleanUp((cleanUp) => scenario(readOptions(args), cleanUp));
