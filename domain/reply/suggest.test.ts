import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { UNREVIEWED } from '@/domain/order/lifecycle';
import type { FactMap } from '@/domain/order/merge-events';
import type { OrderFields } from '@/domain/order/order';
import { hasUnfilled } from './fill-template';
import { classifyIntent } from './intent';
import { INTENTS, type ReadIntent } from './intents';
import { type FactName, factsWithoutOrder, type OrderFacts, REPLY_STATES, replyFactsOf } from './reply-facts';
import { MOST_SUGGESTIONS, suggest } from './suggest';
import { SILENT_INTENTS } from './templates';

const NOW = Date.parse('2025-11-11T13:48:00+08:00');
const ago = (ms: number) => NOW - ms;

const stamped = (
  fields: Partial<OrderFields>,
  at = ago(HOUR_MS),
  source: 'platform' | 'wms' | 'carrier' = 'platform',
) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, at, rank: 0, tie: '', source }]));
const BASE: Partial<OrderFields> = { status: 'to_ship', createdAt: ago(6 * HOUR_MS), amountFen: 129_900 };
const PAID = { ...BASE, paidAt: ago(5 * HOUR_MS) };
const released = { review: 'released', releasedAt: ago(4 * HOUR_MS) } as const;
const shippedFacts: FactMap = {
  ...stamped({ ...PAID, status: 'shipped', carrier: 'ZTO', trackingNo: '75312345678901' }),
  ...stamped({ shippedAt: ago(3 * HOUR_MS) }, ago(3 * HOUR_MS), 'wms'),
};
const of = (facts: FactMap, review: Parameters<typeof replyFactsOf>[0]['review'] = released) =>
  replyFactsOf({ orderNo: '4012345678901234567', facts, review }, NOW);

const ORDERS: Readonly<Record<(typeof REPLY_STATES)[number], OrderFacts>> = {
  unpaid: of(stamped({ ...BASE, status: 'unpaid' }), UNREVIEWED),
  'in-review': of(stamped(PAID), UNREVIEWED),
  picking: of(stamped(PAID)),
  packing: of({ ...stamped(PAID), ...stamped({ pickedAt: ago(HOUR_MS) }, ago(HOUR_MS), 'wms') }),
  'part-shipped': of(stamped({ ...PAID, status: 'part_shipped' })),
  'awaiting-collection': of(shippedFacts),
  'in-transit': of({ ...shippedFacts, ...stamped({ collectedAt: ago(2 * HOUR_MS) }, ago(2 * HOUR_MS), 'carrier') }),
  signed: of({ ...shippedFacts, ...stamped({ status: 'signed', signedAt: ago(HOUR_MS) }, ago(HOUR_MS), 'carrier') }),
  cancelled: of(stamped({ ...PAID, status: 'cancelled', cancelledAt: ago(HOUR_MS), refundFen: 129_900 })),
  'no-order': factsWithoutOrder(NOW),
};
const ask = (intent: ReadIntent, orderFacts: OrderFacts) => suggest({ intent, top: [], orderFacts, now: NOW });

describe('replyFactsOf', () => {
  it.each(REPLY_STATES)('finds the state %s', (state) => {
    expect(ORDERS[state].state).toBe(state);
  });

  it('tells a promise that lies ahead from one that was missed', () => {
    expect(of(stamped({ ...PAID, promisedAt: NOW + DAY_MS })).facts).toMatchObject({
      promisedAt: { value: NOW + DAY_MS },
    });
    expect(of(stamped({ ...PAID, promisedAt: NOW - 1 })).facts.promisedAt).toBeUndefined();
    expect(of(stamped({ ...PAID, promisedAt: NOW - 1 })).facts.missedPromiseAt?.value).toBe(NOW - 1);
  });

  it('claims no state of an order that review has rejected', () => {
    const rejected = of(stamped(PAID), { review: 'rejected', releasedAt: null });
    expect(rejected.facts.stage).toBeUndefined();
    for (const offer of ask('why-not-shipped', rejected)) expect(offer.strategy).not.toBe('status');
    expect(ask('why-not-shipped', rejected).length).toBeGreaterThan(0);
  });

  it('names a carrier as customers know it and never by a bare code', () => {
    expect(of(shippedFacts).facts.carrier?.value).toBe('中通快递');
    expect(of({ ...shippedFacts, ...stamped({ carrier: 'XK-99' }) }).facts.carrier).toBeUndefined();
  });
});

describe('suggest', () => {
  const cells = ([...INTENTS, 'unknown'] as const).flatMap((intent) =>
    REPLY_STATES.map((state) => [intent, state] as const),
  );

  it.each(cells)('%s x %s: one to three filled replies, or silence where that is the rule', (intent, state) => {
    const offers = ask(intent, ORDERS[state]);
    if (SILENT_INTENTS.has(intent)) return expect(offers).toEqual([]);
    expect(offers.length).toBeGreaterThan(0);
    expect(offers.length).toBeLessThanOrEqual(MOST_SUGGESTIONS);
    expect(new Set(offers.map((offer) => offer.body)).size).toBe(offers.length);
    for (const offer of offers) expect(hasUnfilled(offer.body), offer.body).toBe(false);
  });

  it('names every fact it uses with its source and the time it was stated', () => {
    const [first] = ask('where-is-my-parcel', ORDERS['awaiting-collection']);
    expect(first?.body).toBe(
      '您好，订单 4012345678901234567 已于 11月11日 10:48 出库，由中通快递承运（运单尾号 8901），目前还没有揽收记录，揽收后物流会更新。',
    );
    expect(first?.used).toContainEqual({
      fact: 'shippedAt',
      label: { 'zh-CN': '出库', en: 'Shipped' },
      shown: '11月11日 10:48',
      source: 'wms',
      at: ago(3 * HOUR_MS),
    });
    expect(first?.used.map((use) => use.fact)).toContain('stage');
  });

  it('offers replies of different kinds', () => {
    const kinds = ask('why-not-shipped', ORDERS.picking).map((offer) => offer.strategy);
    expect(kinds).toEqual(['status', 'action', 'soothing']);
    expect(ask('complaint', ORDERS.picking)[0]?.strategy).toBe('soothing');
  });

  it('says nothing of the present when the last statement of it is too old', () => {
    const old = of({
      ...stamped(PAID, ago(9 * DAY_MS)),
      ...stamped({ pickedAt: ago(9 * DAY_MS) }, ago(9 * DAY_MS), 'wms'),
    });
    const offers = ask('why-not-shipped', old);
    expect(offers.length).toBeGreaterThan(0);
    for (const offer of offers) expect(offer.used.map((use) => use.fact)).not.toContain('stage');
  });

  it('drops every reply whose facts the caller calls stale', () => {
    const offers = suggest({
      intent: 'where-is-my-parcel',
      top: [],
      orderFacts: ORDERS['in-transit'],
      now: NOW,
      isStale: (use) => use.source === 'carrier',
    });
    expect(offers.length).toBeGreaterThan(0);
    for (const offer of offers) expect(offer.used.map((use) => use.source)).not.toContain('carrier');
  });

  it('answers a likely second reading as well', () => {
    const top = [
      { intent: 'greeting', bp: 5_000 },
      { intent: 'invoice', bp: 3_000 },
    ] as const;
    const offers = suggest({ intent: 'greeting', top, orderFacts: ORDERS.signed, now: NOW });
    expect(offers.map((offer) => offer.intent)).toContain('invoice');
    const threat = classifyIntent('怎么还不退款,再不退我就投诉了');
    const answers = suggest({ ...threat, orderFacts: ORDERS.signed, now: NOW });
    expect(answers.map((offer) => offer.intent)).toEqual(['complaint', 'complaint', 'refund']);
  });

  it('never offers a text with an open variable, whatever facts are missing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INTENTS),
        fc.constantFrom(...REPLY_STATES),
        fc.array(fc.constantFrom(...(Object.keys(ORDERS['in-transit'].facts) as FactName[]))),
        (intent, state, dropped) => {
          const facts = Object.fromEntries(
            Object.entries(ORDERS[state].facts).filter(([name]) => !dropped.includes(name as FactName)),
          );
          for (const offer of ask(intent, { state, facts })) {
            expect(hasUnfilled(offer.body)).toBe(false);
            expect(offer.body).not.toMatch(/undefined|null|NaN|Invalid/);
            for (const use of offer.used) expect(dropped).not.toContain(use.fact);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('keeps braces in outside text from passing as a variable', () => {
    const facts = stamped({
      ...PAID,
      lines: [{ lineNo: '1', sku: 's', title: '【新品】{券}杯子', spec: '', quantity: 1, unitPriceFen: 1, paidFen: 1 }],
    });
    const [offer] = ask('product-question', of(facts));
    expect(offer?.body).toContain('“新品 券 杯子”');
  });

  it('is fast: classify and suggest take less than 5 ms each time', () => {
    classifyIntent('快递到哪了');
    const started = performance.now();
    for (let run = 0; run < 200; run += 1) {
      const answer = classifyIntent(`第${run}次问了 快递到底到哪了啊 三天没动静`);
      suggest({ intent: answer.intent, top: answer.top, orderFacts: ORDERS['in-transit'], now: NOW });
    }
    expect((performance.now() - started) / 200).toBeLessThan(5);
  });
});

describe('the next update', () => {
  it('lies at least an hour ahead, on a half hour', () => {
    const at = ORDERS['no-order'].facts.nextUpdate?.value ?? 0;
    expect(at - NOW).toBeGreaterThanOrEqual(HOUR_MS);
    expect(at % (30 * MINUTE_MS)).toBe(0);
  });
});
