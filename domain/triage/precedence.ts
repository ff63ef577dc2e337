import type { Rule, RuleOutcome } from './rule';
import type { OrderClass, Verdict } from './verdict';

/** The rule nobody can switch off: what the platform holds is not shipped. */
export const PLATFORM_HOLD: Rule = {
  id: 'platform-hold',
  name: { 'zh-CN': '平台风控或锁定', en: 'Held by the platform' },
  condition: { signal: 'platform-hold' },
  outcome: 'block',
  weightBp: 10_000,
  isEnabled: true,
};

/** The rules with the fixed ones in their place: a set cannot leave out, disable or soften a platform hold. */
export function withFixedRules(rules: readonly Rule[]): readonly Rule[] {
  return [PLATFORM_HOLD, ...rules.filter((rule) => rule.id !== PLATFORM_HOLD.id)];
}

/** The route after one more hit: block > confirm > pass, in whatever order the rules come. Urgency changes no route. */
export function routeAfter(route: Verdict['route'], outcome: RuleOutcome): Verdict['route'] {
  switch (outcome) {
    case 'block':
      return 'block';
    case 'confirm':
      return route === 'block' ? 'block' : 'confirm';
    case 'pass':
    case 'expedite':
      return route;
  }
}

/** The built-in class of a route. Urgency names the class only of an order that nothing holds. */
export function classOf(route: Verdict['route'], isUrgent: boolean): OrderClass {
  switch (route) {
    case 'block':
      return 'abnormal';
    case 'confirm':
      return 'confirm';
    case 'pass':
      return isUrgent ? 'urgent' : 'normal';
  }
}
