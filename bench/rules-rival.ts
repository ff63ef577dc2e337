import { Engine, type RuleProperties } from 'json-rules-engine';
import { DAY_MS } from '@/domain/clocks/instant';
import type { TriageFacts } from '@/domain/triage/facts';
import { SIGNALS } from '@/domain/triage/signals/index';
import { maxInWindow, maxOwnersInWindow } from '@/domain/triage/window';

/**
 * The enabled default rules for json-rules-engine. It has no window, ratio, negation of phrases or third value, so those are
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
    ...buyerFactsOf(facts),
  };
}

function buyerFactsOf(facts: TriageFacts): RivalFacts {
  const { phoneDistance, buyerHistory, recipient, sameAddress, placedAt, dutyTerms, note } = facts;
  const duty = SIGNALS['duty-terms-missing'].params.phrases.default;
  const missingFen = facts.amountFen === null || facts.paidFen === null ? 0 : facts.amountFen - facts.paidFen;
  return {
    phoneKm: phoneDistance.state === 'known' ? phoneDistance.km : UNKNOWN,
    accountAgeMs: facts.accountAgeMs ?? Number.MAX_SAFE_INTEGER,
    couponFen: facts.couponFen ?? UNKNOWN,
    paidBefore: buyerHistory?.paidBefore ?? UNKNOWN,
    recentReturns: buyerHistory?.returnTimes.filter((at) => at >= placedAt - 30 * DAY_MS).length ?? UNKNOWN,
    contradicts: recipient.state === 'known' && recipient.contradiction !== null,
    accounts: accountsOf(sameAddress, placedAt),
    recipients: recipientsOf(sameAddress, placedAt),
    isAbroad: facts.isMainland === false,
    dutyTerms: dutyTerms ?? '',
    namesDuty: duty.some((phrase) => (note ?? '').toUpperCase().includes(phrase)),
    mismatchFen: Math.min(Math.abs(missingFen), Math.abs(missingFen - (facts.refundFen ?? 0))),
  };
}

function accountsOf(sameAddress: TriageFacts['sameAddress'], placedAt: number): number {
  const uses = sameAddress?.uses ?? [];
  const owned = uses.flatMap(({ at, account }) => (account === null ? [] : [{ at, owner: account }]));
  return maxOwnersInWindow(owned, placedAt, DAY_MS);
}

function recipientsOf(sameAddress: TriageFacts['sameAddress'], placedAt: number): number {
  const uses = sameAddress?.uses ?? [];
  const near = uses.filter((use) => use.account === sameAddress?.account && Math.abs(use.at - placedAt) <= DAY_MS);
  return new Set(near.map((use) => use.recipient)).size;
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
  'many-accounts-one-address': [['accounts', 'greaterThanInclusive', 4]],
  'new-account-coupon': [
    ['couponFen', 'greaterThan', 0],
    ['paidBefore', 'equal', 0],
    ['accountAgeMs', 'lessThanInclusive', 30 * DAY_MS],
  ],
  'phone-far': [['phoneKm', 'greaterThan', 2_000]],
  'overseas-without-duty-terms': [
    ['isAbroad', 'equal', true],
    ['dutyTerms', 'equal', 'none'],
    ['namesDuty', 'equal', false],
  ],
  'payment-mismatch': [
    ['isPaid', 'equal', true],
    ['paymentMethod', 'notEqual', 'cod'],
    ['mismatchFen', 'greaterThan', 0],
  ],
  'trusted-buyer': [
    ['paidBefore', 'greaterThanInclusive', 1],
    ['recentReturns', 'equal', 0],
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

/** Rules of which one of several conditions is enough. */
const ANY_RULES: Readonly<Record<string, readonly Test[]>> = {
  'contradictory-recipient': [
    ['contradicts', 'equal', true],
    ['recipients', 'greaterThanInclusive', 2],
  ],
};

const asConditions = (tests: readonly Test[]) => tests.map(([fact, operator, value]) => ({ fact, operator, value }));
const asRule = ([id, tests]: [string, readonly Test[]]): RuleProperties => ({
  conditions: { all: asConditions(tests) },
  event: { type: id },
});

/** All default rules, or those of the given ids. */
export function createRival(ids: ReadonlySet<string> | null = null): Engine {
  const isAsked = ({ event }: RuleProperties) => ids === null || ids.has(event.type);
  const anyRules = Object.entries(ANY_RULES).map(([id, tests]) => ({
    conditions: { any: asConditions(tests) },
    event: { type: id },
  }));
  return new Engine([...Object.entries(RULES).map(asRule), ...anyRules].filter(isAsked));
}

/** Ids of the rules that hit, sorted. */
export async function rivalHits(engine: Engine, facts: RivalFacts): Promise<string[]> {
  const { events } = await engine.run(facts);
  return events.map((event) => event.type).sort();
}
