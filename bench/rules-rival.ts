import { Engine, type RuleProperties } from 'json-rules-engine';
import type { TriageFacts } from '@/domain/triage/facts';
import { SIGNALS } from '@/domain/triage/signals/index';
import { maxInWindow } from '@/domain/triage/window';

/**
 * The default rules for json-rules-engine. It has no window, ratio, negation of phrases or third value, so those are
 * worked out beforehand and outside the measured time: what is measured for it is rule evaluation alone.
 */
export type RivalFacts = Record<string, number | boolean | string>;

/** -1 stands for "not known"; no condition below is met by it. */
const UNKNOWN = -1;

export function rivalFactsOf(facts: TriageFacts): RivalFacts {
  const { address, phone } = facts;
  const urgent = SIGNALS['urgent-phrase'];
  const isUrgent = urgent.evaluate(facts, { phrases: urgent.params.phrases.default }).answer === 'hit';
  return {
    holdCount: facts.holds.length,
    maxOffBp: Math.max(UNKNOWN, ...facts.lines.map(offBp)),
    sameIpCount: facts.sameIpTimes === null ? UNKNOWN : maxInWindow(facts.sameIpTimes, facts.placedAt, 300_000),
    isPaid: facts.isPaid,
    isWholeThousand: facts.paidFen !== null && facts.paidFen > 0 && facts.paidFen % 100_000 === 0,
    isNoteEmpty: facts.note === '',
    hasRelay: address.state === 'known' && typeof address.relay === 'string',
    isVague: address.state === 'known' && address.vague !== null,
    isPhoneInvalid: phone.state === 'known' && phone.problem !== null,
    paymentMethod: facts.paymentMethod ?? '',
    amountFen: facts.amountFen ?? UNKNOWN,
    isMainland: facts.isMainland === true,
    isUrgent,
  };
}

function offBp(line: TriageFacts['lines'][number]): number {
  if (line.inForceFen === null) return UNKNOWN;
  return (Math.abs(line.unitPriceFen - line.inForceFen) * 10_000) / line.inForceFen;
}

type Test = readonly [fact: string, operator: string, value: number | boolean | string | readonly string[]];

const RULES: Readonly<Record<string, readonly Test[]>> = {
  'platform-hold': [['holdCount', 'greaterThan', 0]],
  'unit-price-off': [['maxOffBp', 'greaterThan', 3_000]],
  'same-ip-burst': [['sameIpCount', 'greaterThanInclusive', 3]],
  'whole-thousand-payment': [
    ['isPaid', 'equal', true],
    ['isWholeThousand', 'equal', true],
    ['isNoteEmpty', 'equal', true],
  ],
  'relay-address': [['hasRelay', 'equal', true]],
  'address-vague': [['isVague', 'equal', true]],
  'phone-invalid': [['isPhoneInvalid', 'equal', true]],
  'large-cod': [
    ['isPaid', 'equal', true],
    ['paymentMethod', 'equal', 'cod'],
    ['amountFen', 'greaterThanInclusive', 100_000],
  ],
  'large-amount': [
    ['isPaid', 'equal', true],
    ['amountFen', 'greaterThanInclusive', 2_000_000],
  ],
  'urgent-phrase': [['isUrgent', 'equal', true]],
  'small-and-mainland': [
    ['isMainland', 'equal', true],
    ['amountFen', 'greaterThanInclusive', 0],
    ['amountFen', 'lessThanInclusive', 50_000],
  ],
  'paid-by-wallet': [
    ['isPaid', 'equal', true],
    ['paymentMethod', 'in', ['wechat', 'alipay']],
  ],
};

const asRule = ([id, tests]: [string, readonly Test[]]): RuleProperties => ({
  conditions: { all: tests.map(([fact, operator, value]) => ({ fact, operator, value })) },
  event: { type: id },
});

export function createRival(): Engine {
  return new Engine(Object.entries(RULES).map(asRule));
}

/** Ids of the rules that hit, sorted. */
export async function rivalHits(engine: Engine, facts: RivalFacts): Promise<string[]> {
  const { events } = await engine.run(facts);
  return events.map((event) => event.type).sort();
}
