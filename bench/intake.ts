import { type CleanUp, withCleanUp } from './clean-up';
import { check } from './intake/check';
import { closedLoad, pacedLoad, percentile, type Sent, type Target } from './intake/load';
import { benchOrder, newRun } from './intake/orders';
import { type Product, startProduct } from './intake/product';
import { type Rival, startRival } from './intake/rival';
import type { BenchResult } from './main';
import { until } from './until';

const SEATS = 20;
const RATE_PER_S = 300;
const SECONDS = 20;
const CONNECTIONS = 32;
const ROUNDS = 5;
const ROUND_ORDERS = 2_000;
const WARM_UP_ORDERS = 1_500;
const SETTLE_LIMIT_MS = 30_000;
const GOAL = 0.5;

const inMs = (value: number): string => `${value.toFixed(1)} ms`;
const spread = (values: readonly number[]): string =>
  `p50 ${inMs(percentile(values, 0.5))} p99 ${inMs(percentile(values, 0.99))}`;
const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Every message has been through the pipeline. */
const judged = ({ db }: Product): Promise<void> =>
  until('every order is judged', SETTLE_LIMIT_MS, async () => {
    const [row] = await db.query<{ n: number }>('select count(*)::int as n from inbox_keys where state = 0');
    return row?.n === 0;
  });

/** Nothing is left that could run into the other program's turn. */
const atRest = ({ db }: Product): Promise<void> =>
  until('the effects are done', SETTLE_LIMIT_MS, async () => {
    const [row] = await db.query<{ n: number }>('select count(*)::int as n from outbox where state = 0');
    return row?.n === 0;
  });

const detection = (cards: Product['cards'], sent: readonly Sent[]): number[] =>
  sent.flatMap(({ orderNo, sentAtMs }) => {
    const seen = cards.get(orderNo);
    return seen ? [seen.atMs - sentAtMs] : [];
  });

async function paced(target: Target): Promise<{ run: string; sent: Sent[] }> {
  const run = newRun();
  const sent = await pacedLoad(target, (i) => benchOrder(run, i, Date.now()), RATE_PER_S, SECONDS);
  return { run, sent };
}

async function closed(target: Target, total: number): Promise<void> {
  const run = newRun();
  const sent = await closedLoad(target, (i) => benchOrder(run, i, Date.now()), CONNECTIONS, total);
  const refused = sent.filter((one) => one.status !== 200).length;
  if (refused > 0) throw new Error(`${refused} orders of the closed loop were refused by ${target.url.pathname}`);
}

/** The steady rate: what was lost or doubled, and the time to a card beside a bare insert-and-emit. */
async function steady(product: Product, rival: Rival): Promise<boolean> {
  const { run, sent } = await paced(product.target);
  await judged(product);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { lost, doubled } = await check(product, run, sent);
  const refused = sent.filter((one) => one.status !== 200).length;
  const found = detection(product.cards, sent);
  console.log(
    `${RATE_PER_S}/s for ${SECONDS} s: ${sent.length} sent, ${refused} refused, ${lost} lost, ${doubled} doubled`,
  );
  console.log(`  acknowledged ${spread(sent.map((one) => one.ackMs))}`);
  console.log(`  card on a socket ${spread(found)} (${found.length} cards)`);
  await atRest(product);
  const bare = await paced(rival.bare);
  console.log(`bare insert-and-emit at the same rate: on a socket ${spread(detection(rival.cards, bare.sent))}`);
  return lost === 0 && doubled === 0 && refused === 0 && found.length > 0;
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return ROUND_ORDERS / ((performance.now() - startedMs) / 1000);
}

/** Alternating rounds; ours count until the last order is judged. */
async function throughput(product: Product, rival: Rival): Promise<{ ours: number[]; theirs: number[] }> {
  const ours: number[] = [];
  const theirs: number[] = [];
  await closed(product.target, WARM_UP_ORDERS);
  await atRest(product);
  await closed(rival.intake, WARM_UP_ORDERS);
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(
      await perSecond(async () => {
        await closed(product.target, ROUND_ORDERS);
        await judged(product);
      }),
    );
    await atRest(product);
    theirs.push(await perSecond(() => closed(rival.intake, ROUND_ORDERS)));
  }
  return { ours, theirs };
}

async function measure(cleanUp: CleanUp): Promise<BenchResult> {
  const product = await startProduct(SEATS, cleanUp);
  const rival = await startRival(SEATS, cleanUp);
  const isSteady = await steady(product, rival);
  const { ours, theirs } = await throughput(product, rival);
  const print = (rounds: readonly number[]) => rounds.map((round) => round.toFixed(0)).join(' ');
  console.log(`closed loop, ${CONNECTIONS} connections, orders/s: ours ${print(ours)}, hand-written ${print(theirs)}`);
  const ratio = median(ours.map((round, index) => round / (theirs[index] ?? Number.NaN)));
  return {
    bench: 'intake',
    value: Math.round(median(ours)),
    limit: Math.round(median(theirs)),
    ratio: Number(ratio.toFixed(3)),
    pass: isSteady && ratio >= GOAL,
  };
}

/**
 * Intake on the embedded database with 20 agents' sockets open. First 300 signed orders a second for 20 s: nothing may
 * be lost or doubled, and the time to a card stands beside a bare insert-and-emit. Then 32 connections in a closed loop,
 * in rounds that alternate with a hand-written node:http + pg program of the same six rules; the ratio is the median of
 * the rounds' own.
 */
export const run = (): Promise<BenchResult> => withCleanUp(measure);
