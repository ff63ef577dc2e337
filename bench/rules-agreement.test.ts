import { expect, test } from 'vitest';
import { compileRuleSet } from '@/domain/triage/compile';
import { DEFAULT_RULE_SET } from '@/domain/triage/default-rules';
import { assertAgreement } from './rules-agreement';
import { generateOrders } from './rules-orders';

test('every enabled default rule says of 20,000 orders what json-rules-engine says', { timeout: 60_000 }, async () => {
  const rules = compileRuleSet(DEFAULT_RULE_SET);
  const counts = await assertAgreement(rules, generateOrders(20_000, 7));
  expect(counts.size).toBe(rules.rules.length);
});
