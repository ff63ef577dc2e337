import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactMap } from '@/domain/order/merge-events';
import type { OrderFields, Receiver } from '@/domain/order/order';
import type { Personal } from '@/domain/order/personal';
import { PLATFORMS } from '@/domain/order/platform';
import { type KeyedOrder, mergeKeyOf } from './merge-key';

const factsOf = (fields: Partial<OrderFields>): FactMap =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, { value, at: 0, rank: 0, tie: '', source: 'platform' }]),
  );
const masked = (shown: string): Personal => ({ state: 'masked', shown });
const receiver = (more: Partial<Receiver> = {}): Receiver => ({
  ...{ name: masked('张*'), phone: masked('138****8000'), detail: masked('网商路***') },
  ...{ province: '浙江省', city: '杭州市', district: '滨江区', street: '' },
  ...more,
});
const order = (more: Partial<KeyedOrder> & { fields?: Partial<OrderFields> } = {}): KeyedOrder => {
  const { fields = {}, ...rest } = more;
  return {
    ...{ shopId: 's', platform: 'taobao', keys: { addressKey: null, recipientKey: null } },
    ...rest,
    facts: factsOf({ buyerId: 'buyer-1', receiver: receiver({ platformKey: 'oaid-1' }), ...fields }),
  };
};
const textOf = (one: KeyedOrder) => mergeKeyOf(one)?.text;

describe('the key under which orders belong together', () => {
  test("is the platform's own word for buyer and address", () => {
    expect(mergeKeyOf(order())).toMatchObject({ evidence: 'platform-key' });
    expect(textOf(order())).toBe(
      textOf(order({ fields: { receiver: receiver({ platformKey: 'oaid-1', street: 'x' }) } })),
    );
  });

  test('differs by shop, by buyer and by address', () => {
    const others = [
      order({ shopId: 't' }),
      order({ fields: { buyerId: 'buyer-2' } }),
      order({ fields: { receiver: receiver({ platformKey: 'oaid-2' }) } }),
    ];
    for (const other of others) expect(textOf(other)).not.toBe(textOf(order()));
  });

  test('is not known without the buyer, or with a covered one', () => {
    expect(mergeKeyOf(order({ fields: { buyerId: '' } }))).toBeNull();
    expect(mergeKeyOf(order({ fields: { buyerId: 't**1' } }))).toBeNull();
  });

  test('of Pinduoduo, which names no buyer, is the address that it calls the same person', () => {
    const pinduoduo = { platform: 'pinduoduo', fields: { buyerId: '' } } as const;
    expect(mergeKeyOf(order(pinduoduo))).toMatchObject({ evidence: 'platform-key' });
    expect(mergeKeyOf(order({ ...pinduoduo, fields: { receiver: receiver() } }))).toBeNull();
  });

  test('of an own shop is its buyer, with the plain address and recipient', () => {
    const own = { platform: 'generic', fields: { receiver: receiver() } } as const;
    expect(mergeKeyOf(order({ ...own, keys: { addressKey: 'a', recipientKey: 'r' } }))?.evidence).toBe('plain-address');
    for (const keys of [
      { addressKey: 'a', recipientKey: null },
      { addressKey: null, recipientKey: 'r' },
    ])
      expect(mergeKeyOf(order({ ...own, keys }))).toBeNull();
  });

  test('of a platform that names the buyer alone is for people to judge, and says so', () => {
    for (const platform of ['douyin', 'jd'] as const) {
      const one = order({ platform, fields: { receiver: receiver() } });
      expect(mergeKeyOf(one)?.evidence).toBe('account');
      const elsewhere = receiver({ detail: masked('江陵路***') });
      expect(textOf(order({ platform, fields: { receiver: elsewhere } }))).not.toBe(textOf(one));
      const covered = receiver({ name: masked('***'), detail: masked('******') });
      expect(mergeKeyOf(order({ platform, fields: { receiver: covered } }))).toBeNull();
    }
  });

  const anyOrder = fc
    .record({
      shopId: fc.constantFrom('s', 't'),
      platform: fc.constantFrom(...PLATFORMS),
      buyerId: fc.constantFrom('', 'b1', 'b2', 'b*'),
      platformKey: fc.constantFrom(undefined, 'k1', 'k2'),
      addressKey: fc.constantFrom(null, 'a1', 'a2'),
      recipientKey: fc.constantFrom(null, 'r1', 'r2'),
      phone: fc.constantFrom('138****8000', '139****9000'),
      detail: fc.constantFrom('网商路***', '***'),
    })
    .map(({ buyerId, platformKey, phone, detail, addressKey, recipientKey, ...rest }) => ({
      buyerId,
      platformKey,
      made: order({
        ...rest,
        keys: { addressKey, recipientKey },
        fields: {
          buyerId,
          receiver: receiver({
            ...{ phone: masked(phone), detail: masked(detail) },
            ...(platformKey ? { platformKey } : {}),
          }),
        },
      }),
    }));

  test('never joins two shops, two known buyers or two addresses of a platform', () => {
    fc.assert(
      fc.property(anyOrder, anyOrder, (a, b) => {
        const key = textOf(a.made);
        if (key === undefined || key !== textOf(b.made)) return;
        expect(a.made.shopId).toBe(b.made.shopId);
        expect(a.platformKey).toBe(b.platformKey);
        if (a.made.platform !== 'pinduoduo' && b.made.platform !== 'pinduoduo') expect(a.buyerId).toBe(b.buyerId);
      }),
    );
  });

  test("is the same whatever the phone's mask shows", () => {
    fc.assert(
      fc.property(anyOrder, fc.string(), ({ made }, shown) => {
        const known = made.facts.receiver?.value;
        if (!known) throw new Error('an order without a receiver');
        const other = { ...made.facts, ...factsOf({ receiver: { ...known, phone: masked(shown) } }) };
        expect(textOf({ ...made, facts: other })).toBe(textOf(made));
      }),
    );
  });
});
