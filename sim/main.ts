import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { readFollowed, writeFollowed } from './follow-file';
import { readOptions, type SimOptions, UsageError } from './options';
import { createSender, type Sender } from './sender';
import { prefixesOf } from './shop/prefix';
import { createRandom } from './shop/random';
import { SCENARIOS } from './shop/scenarios';
import { createShop } from './shop/shop';
import { NO_TALK, startTalk, type Talk } from './talk';
import { createTraffic, type Traffic } from './traffic';

const TICK_MS = 50;
const REPORT_MS = MINUTE_MS;
const CLOSE_LIMIT_MS = 4 * SECOND_MS;

function openTraffic(options: SimOptions, sender: Sender, talk: Talk): Traffic {
  const scenario = SCENARIOS[options.scenario];
  const prefixes = prefixesOf(options.shops.map(({ id }) => id));
  const shops = options.shops.map(({ id, secret }, n) => {
    const { seed, maskedShare } = options;
    const shop = createShop({ shopId: id, prefix: prefixes[n] ?? '', seed: seed * 100 + n, scenario, maskedShare });
    return { id, secret, shop };
  });
  return createTraffic(
    {
      ...options,
      shops,
      sender,
      scenario,
      random: createRandom(options.seed),
      followed: readFollowed(options.followFile),
      onPaid: talk.orderPaid,
    },
    Date.now(),
  );
}

function report(traffic: Traffic, { counts, underway }: Sender, talk: Talk): string {
  const { sent, accepted, repeats, refused, retried, failed } = counts;
  return (
    `${traffic.placed} orders; pushes: ${sent} sent, ${accepted} accepted (2xx), ${repeats} of them repeats, ` +
    `${refused} refused, ${retried} tried again, ${failed} failed, ${underway} under way; ` +
    `customers wrote ${talk.said}, were answered ${talk.answered} times`
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

async function run(options: SimOptions): Promise<void> {
  const random = createRandom(options.seed + 1);
  const { wecom, url, talkPerMinute } = options;
  const talk = wecom
    ? await startTalk({ wecom, productUrl: url, perMinute: talkPerMinute, random, clock: Date.now })
    : NO_TALK;
  const sender = createSender(url, Date.now);
  const traffic = openTraffic(options, sender, talk);
  let reportAt = Date.now() + REPORT_MS;
  let talkError: unknown = null;
  try {
    await untilOver(options.minutes, () => {
      const now = Date.now();
      if (talkError !== null) throw talkError;
      traffic.tick(now);
      talk.tick(now).catch((error: unknown) => {
        talkError = error;
      });
      if (now >= reportAt) {
        console.log(`sim: ${report(traffic, sender, talk)}`);
        writeFollowed(options.followFile, traffic.followed());
        reportAt = now + REPORT_MS;
      }
    });
  } finally {
    await sender.close(CLOSE_LIMIT_MS);
    await talk.close();
    writeFollowed(options.followFile, traffic.followed());
    console.log(`sim: ended. ${report(traffic, sender, talk)}`);
  }
}

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`sim: ${error instanceof UsageError ? error.message : error}`);
  process.exitCode = 1;
}
