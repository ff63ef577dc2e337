import { closedLoad, pacedLoad, percentile, type Sent } from './intake/load';
import { benchOrder, newRun } from './intake/orders';
import { type Product, startProduct } from './intake/product';
import { type Rival, startRival } from './intake/rival';
import type { BenchResult } from './main';

const SEATS = 20;
const RATE_PER_S = 300;
const SECONDS = 20;
const CONNECTIONS = 32;
const CLOSED_ORDERS = 6_000;
const WARM_UP_ORDERS = 600;
const GOAL = 0.5;

const inMs = (value: number): string => `${value.toFixed(1)} ms`;

async function settled(product: Product): Promise<void> {
  for (;;) {
    const [row] = await product.db.query<{ n: number }>('select count(*)::int as n from inbox_keys where state = 0');
    if (row?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Check {
  readonly lost: number;
  readonly doubled: number;
}

/** Every acknowledged order is in the pool once, every abnormal one has exactly one card and its card was shown. */
async function check(product: Product, run: string, sent: readonly Sent[]): Promise<Check> {
  const acknowledged = sent.filter((one) => one.status === 200);
  const rows = await product.db.query<{ order_no: string; orders: number; cards: number }>(
    `select o.order_no, count(distinct o.id)::int as orders, count(t.id)::int as cards
     from orders o left join tasks t on t.order_id = o.id where o.order_no like $1 group by 1`,
    [`B${run}%`],
  );
  const found = new Map(rows.map((row) => [row.order_no, row]));
  const lost = acknowledged.filter(({ orderNo, isAbnormal }) => {
    const row = found.get(orderNo);
    return !row || (isAbnormal && (row.cards === 0 || !product.cards.has(orderNo)));
  }).length;
  const doubled = rows.filter((row) => row.orders > 1 || row.cards > 1).length;
  return { lost, doubled };
}

const detection = (cards: Product['cards'], sent: readonly Sent[]): number[] =>
  sent.flatMap(({ orderNo, sentAtMs }) => {
    const seen = cards.get(orderNo);
    return seen ? [seen.atMs - sentAtMs] : [];
  });

async function steady(product: Product, rival: Rival): Promise<Check> {
  const run = newRun();
  const sent = await pacedLoad(product.target, (i) => benchOrder(run, i, Date.now()), RATE_PER_S, SECONDS);
  await settled(product);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const result = await check(product, run, sent);
  const acks = sent.map((one) => one.ackMs);
  const found = detection(product.cards, sent);
  const refused = sent.filter((one) => one.status !== 200).length;
  console.log(
    `product ${RATE_PER_S}/s x ${SECONDS} s: ${sent.length} sent, ${refused} refused, ${result.lost} lost, ${result.doubled} doubled`,
  );
  console.log(`  acknowledged p50 ${inMs(percentile(acks, 0.5))} p99 ${inMs(percentile(acks, 0.99))}`);
  console.log(
    `  card on a socket p50 ${inMs(percentile(found, 0.5))} p99 ${inMs(percentile(found, 0.99))} (${found.length} cards)`,
  );
  const bareRun = newRun();
  const bare = await pacedLoad(rival.bare, (i) => benchOrder(bareRun, i, Date.now()), RATE_PER_S, SECONDS);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const seen = detection(rival.cards, bare);
  console.log(
    `bare insert-and-emit at the same rate: p50 ${inMs(percentile(seen, 0.5))} p99 ${inMs(percentile(seen, 0.99))}`,
  );
  return { lost: result.lost + refused, doubled: result.doubled };
}

async function throughput(send: (run: string, total: number) => Promise<unknown>, total: number): Promise<number> {
  await send(newRun(), WARM_UP_ORDERS);
  const startedMs = performance.now();
  await send(newRun(), total);
  return total / ((performance.now() - startedMs) / 1000);
}

const closed = (target: Product['target']) => (run: string, total: number) =>
  closedLoad(target, (i) => benchOrder(run, i, Date.now()), CONNECTIONS, total);

/**
 * Intake on the embedded database with 20 agents' sockets open. First 300 signed orders a second for 20 s: nothing may
 * be lost or doubled, and the time to a card stands beside a bare insert-and-emit. Then 32 connections in a closed loop,
 * until every order is judged, beside a hand-written node:http + pg program with the same six checks.
 */
export async function run(): Promise<BenchResult> {
  const product = await startProduct(SEATS);
  const rival = await startRival(SEATS);
  try {
    const { lost, doubled } = await steady(product, rival);
    const ours = await throughput(async (name, total) => {
      const sent = await closed(product.target)(name, total);
      await settled(product);
      if (sent.some((one) => one.status !== 200)) throw new Error('an order of the closed loop was refused');
    }, CLOSED_ORDERS);
    const theirs = await throughput(closed(rival.intake), CLOSED_ORDERS);
    const ratio = ours / theirs;
    console.log(
      `closed loop, ${CONNECTIONS} connections: ours ${ours.toFixed(0)} orders/s, hand-written ${theirs.toFixed(0)} orders/s`,
    );
    const pass = lost === 0 && doubled === 0 && ratio >= GOAL;
    return {
      bench: 'intake',
      value: Math.round(ours),
      limit: Math.round(theirs),
      ratio: Number(ratio.toFixed(3)),
      pass,
    };
  } finally {
    await product.stop();
    await rival.stop();
  }
}
