import type { CompiledRuleSet } from '@/domain/triage/compile';
import type { TriageFacts } from '@/domain/triage/facts';
import { judge } from '@/domain/triage/judge';
import { createRival, rivalFactsOf, rivalHits } from './rules-rival';

/**
 * Both must name the same rules on every order; ours count pass rules and skipped ones too, which a verdict lists apart.
 * Answers how often each rule hit. Throws at the first disagreement, and where a rule never hits: that would prove nothing.
 */
export async function assertAgreement(
  rules: CompiledRuleSet,
  orders: readonly TriageFacts[],
): Promise<ReadonlyMap<string, number>> {
  const engine = createRival();
  const found = new Map<string, number>();
  for (const [index, facts] of orders.entries()) {
    const verdict = judge(rules, facts);
    const ours = rules.rules.filter((rule) => rule.test(facts).answer === 'hit').map((rule) => rule.id);
    const theirs = await rivalHits(engine, rivalFactsOf(facts));
    const named = [...verdict.hits, ...(verdict.skipped ?? [])].map((hit) => hit.ruleId);
    const isEqual = ours.sort().join() === theirs.join() && named.every((id) => theirs.includes(id));
    if (!isEqual) throw new Error(`order ${index}: we say [${ours}], json-rules-engine says [${theirs}]`);
    for (const id of ours) found.set(id, (found.get(id) ?? 0) + 1);
  }
  const silent = rules.rules.filter((rule) => !found.has(rule.id)).map((rule) => rule.id);
  if (silent.length > 0) throw new Error(`no order hits ${silent.join(', ')}: the agreement proves nothing for them`);
  return found;
}
