import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type CleanUp, withCleanUp } from '@/bench/clean-up';
import { HOUR_MS } from '@/domain/clocks/instant';
import { FAULTS, type Fault, strikeAll, strikesOf } from './house/faults';
import { openHouse } from './house/house';
import { report, wrongsOf } from './intake/outcome';
import { planOf } from './intake/plan';
import { newLog, play } from './intake/play';
import { acquainted, quiet } from './intake/quiet';
import { replay } from './intake/reference';
import { openShops, SHOP_IDS, type Shop } from './intake/shops';
import { randomFrom } from './random';

interface Options {
  readonly pushes: number;
  readonly strikes: number;
  readonly seed: number;
  readonly perSecond: number;
}

function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { pushes: text, strikes: text, seed: text, 'per-second': text },
  });
  const number = (given: string | undefined, otherwise: number) => (given === undefined ? otherwise : Number(given));
  return {
    pushes: number(values.pushes, 20_000),
    strikes: number(values.strikes, 21),
    seed: number(values.seed, randomInt(1_000_000)),
    perSecond: number(values['per-second'], 200),
  };
}

/** Messages that one order of each shop makes together: four each, of 拼多多 three, of JD none. */
const MESSAGES_A_ROUND = 19;
/** JD's orders are changes that nobody tells of, beside the messages. */
const SILENT_SHARE = 0.25;

function countsOf(pushes: number): ReadonlyMap<string, number> {
  const each = Math.ceil(pushes / MESSAGES_A_ROUND);
  return new Map(SHOP_IDS.map((shopId) => [shopId, shopId === 'chaos-jd' ? Math.ceil(each * SILENT_SHARE) : each]));
}

/** Beside what happens to the product: what happens at the platforms. */
const atThePlatforms = (shops: readonly Shop[]): Fault => ({
  name: 'every token over, the connection of PMC cut',
  async strike() {
    for (const shop of shops) {
      shop.expireTokens();
      shop.cut();
    }
  },
});

async function scenario(options: Options, cleanUp: CleanUp): Promise<readonly string[]> {
  console.log(`seed ${options.seed}`);
  const plan = planOf(countsOf(options.pushes), Date.now() - 2 * HOUR_MS, randomFrom(options.seed));
  const house = await openHouse('struck', { roles: ['web', 'worker'] }, cleanUp);
  const shops = await openShops(house, cleanUp);
  await acquainted(house, shops);
  const byId = new Map(shops.map((shop) => [shop.shopId, shop]));
  const log = newLog(shops);
  const startedMs = performance.now();
  const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1);
  const kinds = [...FAULTS, atThePlatforms(shops)];
  const sendings = plan.entries.filter(({ kind }) => kind !== 'change').length;
  const strikes = strikesOf(options.strikes, sendings, randomFrom(options.seed + 1), kinds);
  await Promise.all([play(plan, byId, log, options.perSecond), strikeAll(house, strikes, () => log.sent)]);
  console.log(`sent after ${seconds()} s`);
  const lookedTo = new Map(
    shops.flatMap(({ shopId, orders }) => {
      const changes = (orders() ?? []).map(({ version }) => version);
      return changes.length === 0 ? [] : [[shopId, Math.max(...changes)] as const];
    }),
  );
  await quiet(house, shops, lookedTo);
  console.log(`known, judged and told after ${seconds()} s`);
  for (const line of await report(house.db, shops, log)) console.log(line);
  const calm = await openHouse('reference', { roles: ['web,worker'], keysOf: house }, cleanUp);
  const calmShops = await openShops(calm, cleanUp);
  await acquainted(calm, calmShops);
  await replay(calm, calmShops, plan.steps, log);
  console.log(`the reference is complete after ${seconds()} s`);
  return wrongsOf(house.db, calm.db, byId, log);
}

/**
 * Kills and deploys the server, the worker and PostgreSQL at random, cuts all connections and ends all tokens, while the
 * platforms of six channels tell of orders as badly as they do. The platforms live on beside the product. Their own records
 * are the oracle for what must be there; a second house that is told of the same changes in order, each once, with nothing
 * going wrong, says how everything must look in the end.
 */
export const run = (args: readonly string[]): Promise<readonly string[]> =>
  withCleanUp((cleanUp) => scenario(readOptions(args), cleanUp));
