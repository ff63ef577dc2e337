import { type CompiledRuleSet, compileRuleSet } from '@/domain/triage/compile';
import { DEFAULT_RULE_SET } from '@/domain/triage/default-rules';
import type { TriageFacts } from '@/domain/triage/facts';
import { judge } from '@/domain/triage/judge';
import type { BenchResult } from './main';
import { generateOrders } from './rules-orders';
import { createRival, type RivalFacts, rivalFactsOf, rivalHits } from './rules-rival';

const SEED = 20_261_111;
const ORDERS = 200_000;
const RIVAL_ORDERS = 6_000;
const WARM_UP_ROUNDS = 3;
const ROUNDS = 7;
const GOAL_RATIO = 50;
const GOAL_PER_SECOND = 1_000_000;

/**
 * The twelve default rules with the explanation of hits, on one core, against json-rules-engine 7 with the same twelve
 * rules over the same orders in the same run. Both are warmed up; rounds alternate; medians count.
 */
export async function run(): Promise<BenchResult> {
  const orders = generateOrders(ORDERS, SEED);
  const rules = compileRuleSet(DEFAULT_RULE_SET);
  const rival = createRival();
  const rivalFacts = orders.slice(0, RIVAL_ORDERS).map(rivalFactsOf);
  await assertAgreement(rules, orders.slice(0, RIVAL_ORDERS), rivalFacts);

  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    judgeAll(rules, orders);
    await runRival(rival, rivalFacts);
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(judgeAll(rules, orders));
    theirs.push(await runRival(rival, rivalFacts));
  }
  const value = Math.round(median(ours));
  const limit = Math.round(median(theirs));
  const ratio = Math.round((value / limit) * 10) / 10;
  print('ours', ours);
  print('json-rules-engine', theirs);
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

/** Both must name the same rules on every order; ours count pass rules too, which a held order does not list. */
async function assertAgreement(
  rules: CompiledRuleSet,
  orders: readonly TriageFacts[],
  rivalFacts: readonly RivalFacts[],
): Promise<void> {
  const engine = createRival();
  const found = new Map<string, number>();
  for (const [index, facts] of orders.entries()) {
    const verdict = judge(rules, facts);
    const ours = rules.rules.filter((rule) => rule.test(facts).answer === 'hit').map((rule) => rule.id);
    const theirs = await rivalHits(engine, rivalFacts[index] ?? {});
    const isEqual = ours.sort().join() === theirs.join() && verdict.hits.every((hit) => theirs.includes(hit.ruleId));
    if (!isEqual) throw new Error(`order ${index}: we say [${ours}], json-rules-engine says [${theirs}]`);
    for (const id of ours) found.set(id, (found.get(id) ?? 0) + 1);
  }
  const silent = rules.rules.filter((rule) => !found.has(rule.id)).map((rule) => rule.id);
  if (silent.length > 0) throw new Error(`no order hits ${silent.join(', ')}: the agreement proves nothing for them`);
  const counts = [...found].map(([id, count]) => `${id} ${count}`).join(', ');
  console.log(`${rules.rules.length} rules agree on ${orders.length} orders (${counts})`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(name: string, rounds: readonly number[]): void {
  const figures = rounds.map((round) => Math.round(round).toLocaleString('en')).join(' ');
  console.log(`${name}: median ${Math.round(median(rounds)).toLocaleString('en')} orders/s (rounds ${figures})`);
}
