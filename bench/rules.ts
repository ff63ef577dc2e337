import { type CompiledRuleSet, compileRuleSet } from '@/domain/triage/compile';
import { DEFAULT_RULE_SET } from '@/domain/triage/default-rules';
import type { TriageFacts } from '@/domain/triage/facts';
import { judge } from '@/domain/triage/judge';
import type { BenchResult } from './main';
import { assertAgreement } from './rules-agreement';
import { generateOrders } from './rules-orders';
import { createRival, type RivalFacts, rivalFactsOf } from './rules-rival';

const SEED = 20_261_111;
const ORDERS = 200_000;
const RIVAL_ORDERS = 6_000;
const WARM_UP_ROUNDS = 3;
const ROUNDS = 7;
/** The rules that are compared, so that the figure stays the same thing while the default set grows. */
const TWELVE: ReadonlySet<string> = new Set([
  ...['platform-hold', 'unit-price-off', 'same-ip-burst', 'whole-thousand-payment', 'relay-address', 'address-vague'],
  ...['phone-invalid', 'large-cod', 'large-amount', 'urgent-phrase', 'small-and-mainland', 'paid-by-wallet'],
]);
const GOAL_RATIO = 50;
const GOAL_PER_SECOND = 1_000_000;

/**
 * Twelve of the default rules with the explanation of hits, on one core, against json-rules-engine 7 with the same twelve over
 * orders of the same making in the same run; beside them all enabled default rules, on which both must agree first. Windows, distances and other things it has no words for are worked out for it beforehand
 * and outside its time; ours counts them inside. Both are warmed up; rounds alternate; medians count.
 */
export async function run(): Promise<BenchResult> {
  const orders = generateOrders(ORDERS, SEED);
  const all = compileRuleSet(DEFAULT_RULE_SET);
  const rules = { ...all, rules: all.rules.filter(({ id }) => TWELVE.has(id)) };
  const rival = createRival(TWELVE);
  const rivalFacts = orders.slice(0, RIVAL_ORDERS).map(rivalFactsOf);
  const counts = await assertAgreement(all, orders.slice(0, RIVAL_ORDERS));
  const list = [...counts].map(([id, count]) => `${id} ${count}`).join(', ');
  console.log(`${all.rules.length} rules agree on ${RIVAL_ORDERS} orders (${list})`);

  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    judgeAll(rules, orders);
    await runRival(rival, rivalFacts);
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  const oursOfAll: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(judgeAll(rules, orders));
    theirs.push(await runRival(rival, rivalFacts));
    oursOfAll.push(judgeAll(all, orders));
  }
  const value = Math.round(median(ours));
  const limit = Math.round(median(theirs));
  const ratio = Math.round((value / limit) * 10) / 10;
  print('ours, twelve rules', ours);
  print('json-rules-engine, the same twelve', theirs);
  print(`ours, all ${all.rules.length} rules`, oursOfAll);
  console.log(`goal: >= ${GOAL_RATIO} x in the same run (${ratio} x), >= ${GOAL_PER_SECOND} orders/s a core`);
  return { bench: 'rules', value, limit, ratio, pass: ratio >= GOAL_RATIO };
}

/** Orders a second. The evidence is counted, so that no work can be left out as unused. */
function judgeAll(rules: CompiledRuleSet, orders: readonly TriageFacts[]): number {
  let evidence = 0;
  const started = process.cpuUsage();
  for (const facts of orders) {
    for (const hit of judge(rules, facts).hits) evidence += hit.evidence.length;
  }
  const perSecond = perCpuSecond(orders.length, started);
  if (evidence === 0) throw new Error('no order had evidence: the orders are not realistic');
  return perSecond;
}

/** Processor time, garbage collection included, so that a busy machine does not blur the figure of one core. */
function perCpuSecond(count: number, started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (count * 1_000_000) / (user + system);
}

async function runRival(engine: ReturnType<typeof createRival>, facts: readonly RivalFacts[]): Promise<number> {
  let events = 0;
  const started = process.cpuUsage();
  for (const order of facts) events += (await engine.run(order)).events.length;
  const perSecond = perCpuSecond(facts.length, started);
  if (events === 0) throw new Error('json-rules-engine found nothing');
  return perSecond;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(name: string, rounds: readonly number[]): void {
  const figures = rounds.map((round) => Math.round(round).toLocaleString('en')).join(' ');
  console.log(`${name}: median ${Math.round(median(rounds)).toLocaleString('en')} orders/s (rounds ${figures})`);
}
