import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { readFollowed, writeFollowed } from './follow-file';
import type { Followed } from './given-orders';
import { type HintedShop, startHintedShops } from './hinted-shop';
import { readOptions, type SimOptions, UsageError } from './options';
import { type Outside, startOutside } from './outside/outside';
import { type RobotStandIn, startRobotStandIn } from './robots/stand-in';
import { createSender, type Sender } from './sender';
import { prefixesOf } from './shop/prefix';
import { createRandom, type Random } from './shop/random';
import { SCENARIOS } from './shop/scenarios';
import { createShop } from './shop/shop';
import { NO_TALK, startTalk, type Talk } from './talk';
import { createTraffic, type Traffic, type TrafficShop, tellWhole } from './traffic';

const TICK_MS = 50;
const REPORT_MS = MINUTE_MS;
const CLOSE_LIMIT_MS = 4 * SECOND_MS;

/** The shops that push whole orders. */
function pushingShops(options: SimOptions, sender: Sender, random: Random): TrafficShop[] {
  const scenario = SCENARIOS[options.scenario];
  const prefixes = prefixesOf(options.shops.map(({ id }) => id));
  return options.shops.map(({ id, secret, twiceShare = 0 }, n) => {
    const { seed, maskedShare } = options;
    const own = { shopId: id, prefix: prefixes[n] ?? '', seed: seed * 100 + n };
    const shop = createShop({ ...own, scenario, maskedShare, twiceShare });
    return { id, shop, tell: tellWhole(sender, secret, random, options.repeatShare) };
  });
}

/** What tells the product of orders, and who writes to it. */
interface Parts {
  readonly sender: Sender;
  readonly talk: Talk;
  readonly hinted: readonly HintedShop[];
  readonly robots: RobotStandIn | null;
  readonly outside: Outside;
  readonly followed: readonly Followed[];
}

function openTraffic(options: SimOptions, { sender, talk, hinted, outside, followed }: Parts): Traffic {
  const random = createRandom(options.seed);
  const shops = [...pushingShops(options, sender, random), ...hinted.map(({ shop }) => shop)];
  const scenario = SCENARIOS[options.scenario];
  return createTraffic(
    { ...options, shops, sender, scenario, random, followed, outside, onPaid: talk.orderPaid },
    Date.now(),
  );
}

function report(traffic: Traffic, { sender, talk, hinted, robots, outside }: Parts): string {
  const { sent, accepted, repeats, refused, retried, failed } = sender.counts;
  return (
    `${traffic.placed} orders; pushes: ${sent} sent, ${accepted} accepted (2xx), ${repeats} of them repeats, ` +
    `${refused} refused, ${retried} tried again, ${failed} failed, ${sender.underway} under way; ` +
    `customers wrote ${talk.said}, were answered ${talk.answered} times${hinted.map((shop) => `; ${shop.report()}`).join('')}${outside.report()}${robots ? `; robots took ${robots.taken().length} notices` : ''}`
  );
}

/** Resolves when the time is over or somebody asks to stop. */
function untilOver(minutes: number, work: () => void): Promise<void> {
  const endsAt = Date.now() + minutes * MINUTE_MS;
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      try {
        if (Date.now() < endsAt) work();
        else stop();
      } catch (error) {
        clearInterval(timer);
        reject(error);
      }
    }, TICK_MS);
    function stop() {
      clearInterval(timer);
      resolve();
    }
    let isAsked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (isAsked) process.exit(1);
        isAsked = true;
        stop();
      });
  });
}

async function openParts(options: SimOptions): Promise<Parts> {
  const random = createRandom(options.seed + 1);
  const followed = readFollowed(options.followFile);
  const { wecom, url, talkPerMinute } = options;
  const talk = wecom
    ? await startTalk({ wecom, productUrl: url, perMinute: talkPerMinute, random, clock: Date.now })
    : NO_TALK;
  const scenario = SCENARIOS[options.scenario];
  const own = { ...options, platforms: options, productUrl: url, scenario, random, followed };
  const hinted = await startHintedShops({ ...own, seed: options.seed * 100 + 99, clock: Date.now });
  const robots = options.robots
    ? await startRobotStandIn({ ...options.robots, feishuSecret: '', webhookSecret: '' })
    : null;
  const outside = await startOutside({ setup: options, productUrl: url, random, followed, clock: Date.now });
  return { sender: createSender(url, Date.now), talk, hinted, robots, outside, followed };
}

async function run(options: SimOptions): Promise<void> {
  const parts = await openParts(options);
  const { sender, talk, hinted, robots, outside } = parts;
  const traffic = openTraffic(options, parts);
  let reportAt = Date.now() + REPORT_MS;
  let talkError: unknown = null;
  try {
    await untilOver(options.minutes, () => {
      const now = Date.now();
      if (talkError !== null) throw talkError;
      traffic.tick(now);
      outside.tick(now);
      talk.tick(now).catch((error: unknown) => {
        talkError = error;
      });
      if (now >= reportAt) {
        console.log(`sim: ${report(traffic, parts)}`);
        writeFollowed(options.followFile, traffic.followed());
        reportAt = now + REPORT_MS;
      }
    });
  } finally {
    await sender.close(CLOSE_LIMIT_MS);
    await talk.close();
    await outside.close();
    for (const shop of hinted) await shop.close();
    await robots?.close();
    writeFollowed(options.followFile, traffic.followed());
    console.log(`sim: ended. ${report(traffic, parts)}`);
  }
}

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`sim: ${error instanceof UsageError ? error.message : error}`);
  process.exitCode = 1;
}
