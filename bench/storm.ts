import { existsSync } from 'node:fs';
import path from 'node:path';
import { SHARED_DIR } from '@/db/testing/shared';
import { DAY_MS, HOUR_MS, type Instant } from '@/domain/clocks/instant';
import { type CleanUp, withCleanUp } from './clean-up';
import type { BenchResult } from './main';
import { startHouse } from './storm/house';
import { firedRules, type Measured, measure } from './storm/measure';
import { dayAgain, messagesOf, type RealOrder, readMonth } from './storm/orders';
import { replay } from './storm/replay';

const MONTH = path.join(SHARED_DIR, 'data', 'tmall-orders-2020-02.csv');
const TOUCHED_LIMIT_BP = 2_200;
const ABNORMAL_LIMIT_BP = 1_200;
/** One in a hundred orders, and no more than a seat can look at in an hour. */
const URGENT_LIMIT_BP = 100;
const URGENT_IN_AN_HOUR = 20;
const LOWER_BP = 6_000;

const shareBp = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part * 10_000) / whole));
const percent = (bp: number): string => `${(bp / 100).toFixed(2)} %`;
/** The first moment of the day in Asia/Shanghai. */
const dayOf = (at: Instant): Instant => Math.floor((at + 8 * HOUR_MS) / DAY_MS) * DAY_MS - 8 * HOUR_MS;

function busiestDay(orders: readonly RealOrder[]): Instant {
  const counts = new Map<Instant, number>();
  for (const { createdAt } of orders) counts.set(dayOf(createdAt), (counts.get(dayOf(createdAt)) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

function isWithin(measured: Measured): boolean {
  const { name, judged, touched, abnormal, urgent, urgentInAnHour, worstAbnormalBp, withoutRoute } = measured;
  const touchedBp = shareBp(touched, judged);
  console.log(`${name}: ${judged} orders judged`);
  console.log(`  touched ${percent(touchedBp)} (limit ${percent(TOUCHED_LIMIT_BP)})`);
  console.log(
    `  abnormal ${percent(shareBp(abnormal, judged))}, of 500 in a row at most ${percent(worstAbnormalBp)} (line ${percent(ABNORMAL_LIMIT_BP)})`,
  );
  console.log(
    `  urgent ${urgent}, at most ${urgentInAnHour} cards an hour (limits ${percent(URGENT_LIMIT_BP)}, ${URGENT_IN_AN_HOUR})`,
  );
  console.log(`  without owner or route ${withoutRoute}`);
  return (
    judged > 0 &&
    touchedBp <= TOUCHED_LIMIT_BP &&
    worstAbnormalBp <= ABNORMAL_LIMIT_BP &&
    shareBp(urgent, judged) <= URGENT_LIMIT_BP &&
    urgentInAnHour <= URGENT_IN_AN_HOUR &&
    withoutRoute === 0
  );
}

async function storm(cleanUp: CleanUp): Promise<BenchResult> {
  const month = readMonth(MONTH);
  const skuOf = (order: RealOrder) => `total-${order.dueFen}`;
  const busiest = busiestDay(month);
  const first = dayOf(month[0]?.createdAt ?? 0);
  const lower = dayOf(month.at(-1)?.createdAt ?? 0) + DAY_MS;
  const after = lower + DAY_MS;
  const usual = dayAgain(month, busiest, after, 10_000);
  const reduced = dayAgain(month, busiest, lower, LOWER_BP);
  // The reduced orders are for the same articles, at another price.
  const fullPrice = dayAgain(month, busiest, lower, 10_000);
  const house = await startHouse(cleanUp);
  const { messages, batches, seconds } = await replay(house, [
    ...month.flatMap((order) => messagesOf(order, skuOf(order))),
    ...reduced.flatMap((order, index) => messagesOf(order, skuOf(fullPrice[index] ?? order))),
    ...usual.flatMap((order) => messagesOf(order, skuOf(order))),
  ]);
  console.log(
    `${messages} messages in ${batches} batches, ${seconds.toFixed(0)} s: ${(messages / seconds).toFixed(0)}/s`,
  );
  const stretches = [
    await measure(house, 'the month', first, lower),
    await measure(house, 'a day with every price 40 % lower', lower, after),
    await measure(house, 'the day after, at the old prices', after, after + DAY_MS),
  ];
  const isGood = stretches.map(isWithin).every((isOne) => isOne);
  for (const [title, from, until] of [
    ['in the month', first, lower],
    ['on the two days', lower, after + DAY_MS],
  ] as const) {
    const fired = await firedRules(house, from, until);
    console.log(`what fired ${title}:`);
    for (const line of fired) console.log(`  ${line}`);
  }
  const worstBp = Math.max(...stretches.map(({ touched, judged }) => shareBp(touched, judged)));
  return {
    bench: 'storm',
    value: worstBp,
    limit: TOUCHED_LIMIT_BP,
    ratio: Number((worstBp / TOUCHED_LIMIT_BP).toFixed(3)),
    pass: isGood,
  };
}

/**
 * A real month of one shop replayed as live traffic, a day on which every price is 40 % lower, and the day after it: the
 * largest share of orders that a person has to touch, in basis points, against its limit. Needs the sample data beside the
 * project.
 */
export async function run(): Promise<BenchResult> {
  if (existsSync(MONTH)) return withCleanUp(storm);
  console.log(`SKIPPED: the month of orders is not there (${path.basename(MONTH)}); nothing was measured`);
  return { bench: 'storm', value: 0, limit: TOUCHED_LIMIT_BP, ratio: 0, pass: false, isSkipped: true };
}
