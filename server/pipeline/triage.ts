import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Reason } from '@/domain/intake/reason';
import { isPaid, isShipped } from '@/domain/order/lifecycle';
import { factOf } from '@/domain/order/merge-events';
import type { OrderStatus } from '@/domain/order/order';
import { canHold, canRelease, canWithdraw } from '@/domain/order/transitions';
import type { CompiledRuleSet } from '@/domain/triage/compile';
import { judge } from '@/domain/triage/judge';
import type { Verdict } from '@/domain/triage/verdict';
import { errorFacts } from '@/server/error-facts';
import { endedHolds } from './ended-holds';
import { triageFactsOf } from './facts-of';
import { loadFeatures } from './features';
import { lifecycleOfPooled, type PooledOrder } from './pooled-order';
import type { Features } from './surroundings';

/** An order of the batch whose rules threw: it is stored unjudged and its messages are set aside with the reason. */
export interface TriageFailure {
  readonly order: PooledOrder;
  readonly reason: Reason;
}

const isHeldByPerson = (order: PooledOrder): boolean => order.review === 'rejected';

/** Paid, not yet let go by its platform, and no reason given: there is nothing to decide before it is. */
const waitsForPlatform = (order: PooledOrder, status: OrderStatus): boolean =>
  status === 'paid_hold' && (factOf(order.facts, 'holds') ?? []).length === 0;

/** Its platform has taken back that it may leave: neither may its warehouse send it, until it is judged anew. */
function withdraw(order: PooledOrder): void {
  order.review = 'pending';
  order.releasedAt = null;
  order.decisions.push({ action: 'withdrawn', detail: {} });
}

function needsVerdict(order: PooledOrder): boolean {
  const life = lifecycleOfPooled(order);
  if (order.isHistory) return order.verdict === null && isPaid(life);
  if (waitsForPlatform(order, life.status)) return false;
  return isPaid(life) && !isShipped(life) && life.status !== 'cancelled' && !isHeldByPerson(order);
}

/** What the verdict asks for once the rules that a person called a false alarm on this order are left out. */
function routeWithoutCleared(verdict: Verdict, cleared: readonly string[]): Verdict['route'] {
  const stands = verdict.hits.some(
    (hit) => (hit.outcome === 'block' || hit.outcome === 'confirm') && !cleared.includes(hit.ruleId),
  );
  return cleared.length === 0 || stands ? verdict.route : 'pass';
}

/** Rules that hit now and did not when the order was last judged. */
const newHitsOf = (verdict: Verdict, before: Verdict | null): string[] =>
  verdict.hits.map((hit) => hit.ruleId).filter((ruleId) => !(before?.hits ?? []).some((hit) => hit.ruleId === ruleId));

function decide(order: PooledOrder, verdict: Verdict, isHoldOver: boolean, now: Instant): void {
  const isFirst = order.verdict === null;
  const newHits = newHitsOf(verdict, order.verdict);
  order.verdict = verdict;
  order.isUrgent = verdict.isUrgent;
  const life = lifecycleOfPooled(order);
  const route = routeWithoutCleared(verdict, order.clearedRules);
  const rules = verdict.hits.map((hit) => hit.ruleId);
  if (order.isHistory) {
    order.class = verdict.class;
    order.review = 'released';
    order.releasedAt = life.paidAt;
    order.decisions.push({ action: 'judged-as-history', detail: { rules } });
    return;
  }
  if (route !== 'pass' && canHold(life)) {
    order.class = verdict.class;
    order.review = 'held';
    order.releasedAt = null;
    order.heldAt = now;
    order.decisions.push({ action: 'held', detail: { rules, class: verdict.class } });
  } else if (route === 'pass' && (order.review === 'pending' || isHoldOver) && canRelease(life)) {
    if (isHoldOver) order.decisions.push({ action: 'hold-ended', detail: {} });
    order.class = verdict.class;
    order.review = 'released';
    order.releasedAt = now;
    order.decisions.push({ action: 'released', detail: { by: verdict.passedBy, class: verdict.class } });
  } else if (!isFirst && newHits.length > 0) {
    order.class = verdict.class;
    order.decisions.push({ action: 'more-reasons', detail: { rules: newHits } });
  }
}

/**
 * Judges orders against features already loaded; those of `endedHolds` are let go where nothing else holds them. What throws is
 * returned, the rest goes on.
 */
export function judgeOrders(
  orders: readonly PooledOrder[],
  features: Features,
  rules: CompiledRuleSet,
  now: Instant,
  ended: ReadonlySet<string> = new Set(),
): TriageFailure[] {
  const failures: TriageFailure[] = [];
  for (const order of orders) {
    const life = lifecycleOfPooled(order);
    if (!order.isHistory && waitsForPlatform(order, life.status) && canWithdraw(life)) withdraw(order);
    if (!needsVerdict(order)) continue;
    try {
      decide(order, judge(rules, triageFactsOf(order, features, now)), ended.has(order.id ?? ''), now);
    } catch (error) {
      failures.push({ order, reason: { code: 'rules-failed', said: errorFacts(error).message } });
    }
  }
  return failures;
}

/** One feature query for the batch, then every order judged in memory, at the moment given or else the database's now. */
export async function triageOrders(
  tx: Sql,
  orders: readonly PooledOrder[],
  rules: CompiledRuleSet,
  at: Instant | undefined,
): Promise<{ features: Features; failures: TriageFailure[]; now: Instant }> {
  const features = await loadFeatures(tx, orders, rules.windows, at);
  const ended = await endedHolds(tx, orders);
  return { features, failures: judgeOrders(orders, features, rules, features.now, ended), now: features.now };
}
