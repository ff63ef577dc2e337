import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import type { OrderNotes } from '@/domain/order/notes';
import { indexNotes } from '@/server/orders/index-notes';
import { openNotes } from '@/server/privacy/sealed-notes';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices, TEST_KEYRING } from '@/server/testing/acting';
import { storeMessages } from './inbox-store';
import { runBatch } from './pipeline';

const rules = createRuleSetCache();
const VAGUE = '小区门口';
let db: TestDatabase;
let shopId: string;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  const groupId = await aGroup(db);
  ({ shopId } = await aShop(db, { groupId, platform: 'generic' }));
  await aUser(db, { groupId, capacity: 10_000 });
  now = await db.now();
});

async function drain(): Promise<void> {
  while ((await runBatch(quietServices(db), rules)) > 0);
}

/** Stores one message; returns its key. */
async function push(values: Partial<GenericOrderValues>): Promise<string> {
  const key = unique('msg');
  await storeMessages(quietServices(db), shopId, [{ key, body: genericOrder({ at: now, ...values }).body }]);
  return key;
}
async function arrive(values: Partial<GenericOrderValues>): Promise<string> {
  const key = await push(values);
  await drain();
  return key;
}
const anOrderNo = () => unique('OM').toUpperCase();

async function stateOf(key: string): Promise<number | undefined> {
  const [row] = await db.query<{ state: number }>('select state from inbox_keys where shop_id = $1 and key = $2', [
    shopId,
    key,
  ]);
  return row?.state;
}

interface Seen {
  status: string;
  stage: string | null;
  facts: object;
  amountFen: number;
  review: string;
  version: number;
  cards: number;
  openCards: number;
}
async function look(orderNo: string): Promise<Seen> {
  const [row] = await db.query<Seen>(
    `select o.status, o.stage, o.facts, o.amount_fen as "amountFen", o.review, o.version::int as version,
       (select count(*)::int from tasks t where t.order_id = o.id) as cards,
       (select count(*)::int from tasks t where t.order_id = o.id and t.state = 'open') as "openCards"
     from orders o where o.order_no = $1`,
    [orderNo],
  );
  if (!row) throw new Error(`order ${orderNo} is not in the pool`);
  return row;
}

/** The words of its notes, opened. */
async function notesOf(orderNo: string): Promise<OrderNotes | null> {
  const [row] = await db.query<{ sealed: Buffer }>(
    'select r.notes_sealed as sealed from order_receivers r join orders o on o.id = r.order_id where o.order_no = $1',
    [orderNo],
  );
  return row ? openNotes(TEST_KEYRING, row.sealed) : null;
}

/** The life of an order as its platform tells it; the buyer's address is vague all the way. */
function lifeOf(orderNo: string): Partial<GenericOrderValues>[] {
  const fulfilment = (fields: Record<string, number>) => ({
    fulfilment: Object.fromEntries(Object.entries(fields).map(([name, at]) => [name, new Date(at).toISOString()])),
  });
  const times = { shippedAt: now + 3_000, collectedAt: now + 4_000, signedAt: now + 5_000 };
  const { shippedAt, collectedAt, signedAt } = times;
  return [
    { orderNo, detail: VAGUE, placedAt: now, status: 'created', paidAt: null, at: now },
    { orderNo, detail: VAGUE, placedAt: now, status: 'paid', paidAt: now + 1_000, at: now + 1_000 },
    {
      orderNo,
      detail: VAGUE,
      placedAt: now,
      status: 'packed',
      paidAt: now + 1_000,
      at: now + 2_000,
      amountCents: 28_800,
    },
    { orderNo, detail: VAGUE, placedAt: now, status: 'shipped', at: shippedAt, more: fulfilment({ shippedAt }) },
    {
      orderNo,
      detail: VAGUE,
      placedAt: now,
      status: 'collected',
      at: collectedAt,
      more: fulfilment({ shippedAt, collectedAt }),
    },
    { orderNo, detail: VAGUE, placedAt: now, status: 'signed', at: signedAt, more: fulfilment(times) },
  ];
}

describe('a message that comes late', () => {
  it('with an older version is superseded: it changes nothing and stays on record', async () => {
    const orderNo = anOrderNo();
    const newer = await arrive({ orderNo, at: now + 2_000, amountCents: 20_000 });
    const before = await look(orderNo);
    const older = await arrive({ orderNo, at: now + 1_000, amountCents: 30_000 });
    expect([await stateOf(newer), await stateOf(older)]).toEqual([1, 4]);
    expect(await look(orderNo)).toMatchObject({ amountFen: 20_000, facts: before.facts });
    const said = await db.query(
      'select 1 from order_events e join orders o on o.id = e.order_id where o.order_no = $1',
      [orderNo],
    );
    expect(said).toHaveLength(2);
  });

  it('is superseded also within its own batch', async () => {
    const orderNo = anOrderNo();
    const newer = await push({ orderNo, at: now + 2_000 });
    const older = await push({ orderNo, at: now + 1_000 });
    await drain();
    expect([await stateOf(newer), await stateOf(older)]).toEqual([1, 4]);
  });

  it('adds what nobody had said, and counts as news for that', async () => {
    const orderNo = anOrderNo();
    await arrive({ orderNo, at: now + 2_000 });
    const older = await arrive({ orderNo, at: now + 1_000, more: { sellerNote: '赠品一份' } });
    expect(await stateOf(older)).toBe(1);
    expect(await notesOf(orderNo)).toEqual({ buyerNote: '', sellerNote: '赠品一份' });
  });

  it('keeps the newest words of each note, in whatever order and batch they come, and none in the facts', async () => {
    const orderNo = anOrderNo();
    await push({ orderNo, at: now + 1_000, note: '生日礼物,打13912345678' });
    await push({ orderNo, at: now, note: '旧的话', more: { sellerNote: '先发' } });
    await drain();
    expect(await notesOf(orderNo)).toEqual({ buyerNote: '生日礼物,打13912345678', sellerNote: '先发' });
    await arrive({ orderNo, at: now + 2_000, detail: VAGUE, note: '生日礼物,打13912345678' });
    const [row] = await db.query<{ text: string; verdict: string }>(
      'select o::text as text, verdict::text as verdict from orders o where order_no = $1',
      [orderNo],
    );
    expect(row?.text).not.toMatch(/13912345678|先发|旧的话|打/u);
    expect(row?.verdict).toContain('生日礼物');
    expect(await notesOf(orderNo)).toMatchObject({ sellerNote: '先发' });
  });

  it('leaves what notes are found by until they change: then it is made anew, apart from the batch', async () => {
    const orderNo = anOrderNo();
    const foundBy = async () => {
      const [row] = await db.query<{ pairs: string[] | null }>(
        'select note_bigrams as pairs from order_receivers r join orders o on o.id = r.order_id where o.order_no = $1',
        [orderNo],
      );
      return row?.pairs ?? null;
    };
    await arrive({ orderNo, at: now, note: '先发' });
    expect(await foundBy()).toBeNull();
    while ((await indexNotes({ db, keyring: TEST_KEYRING })) > 0);
    const pairs = await foundBy();
    expect(pairs).toHaveLength(1);
    await arrive({ orderNo, at: now + 1_000, detail: VAGUE, note: '先发' });
    expect(await foundBy()).toEqual(pairs);
    await arrive({ orderNo, at: now + 2_000, note: '后发' });
    expect(await foundBy()).toBeNull();
  });

  it.each([
    ['shipped', { fulfilment: { shippedAt: '2026-01-01T00:00:00Z' } }],
    ['signed', {}],
    ['completed', {}],
    ['cancelled', {}],
  ])('with a vague address opens no card when the order was %s meanwhile', async (status, more) => {
    const orderNo = anOrderNo();
    await arrive({ orderNo, at: now + 5_000, status, more });
    await arrive({ orderNo, at: now + 1_000, status: 'paid', detail: VAGUE, phone: '123' });
    await arrive({ orderNo, at: now, status: 'created', paidAt: null, detail: VAGUE });
    expect(await look(orderNo)).toMatchObject({ cards: 0 });
  });

  it('with an address that was corrected meanwhile opens no card', async () => {
    const orderNo = anOrderNo();
    await arrive({ orderNo, at: now + 5_000, status: 'paid' });
    await arrive({ orderNo, at: now + 1_000, status: 'paid', detail: VAGUE });
    expect(await look(orderNo)).toMatchObject({ cards: 0, review: 'released' });
  });
});

describe('the messages of one order in any order, some twice, in batches of any size', () => {
  it('end in the same order, with one card at most, none of it open once it is signed for', async () => {
    const model = anOrderNo();
    for (const values of lifeOf(model)) await arrive(values);
    const wanted = await look(model);
    const steps = wanted.stage === null ? lifeOf(model).length : 0;
    expect(steps).toBe(6);
    const arrivals = fc.array(fc.record({ step: fc.nat({ max: 5 }), endsBatch: fc.boolean() }), { maxLength: 6 });
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    await fc.assert(
      fc.asyncProperty(orders, arrivals, async (order, repeats) => {
        const orderNo = anOrderNo();
        const life = lifeOf(orderNo);
        for (const { step, endsBatch } of [...order.map((step) => ({ step, endsBatch: step % 2 === 0 })), ...repeats]) {
          await push(life[step] ?? {});
          if (endsBatch) await drain();
        }
        await drain();
        const { facts: _facts, version: _version, review: _review, cards, ...seen } = await look(orderNo);
        expect(seen).toEqual({ status: wanted.status, stage: wanted.stage, amountFen: wanted.amountFen, openCards: 0 });
        expect(cards).toBeLessThanOrEqual(1);
      }),
      { numRuns: 25 },
    );
  });

  it('open cards for no more orders than in their right order', async () => {
    const orderNos = Array.from({ length: 30 }, anOrderNo);
    const messages = orderNos.flatMap((orderNo) => lifeOf(orderNo).slice(0, 4).toReversed());
    for (const values of messages) await push(values);
    await drain();
    for (const orderNo of orderNos) expect(await look(orderNo)).toMatchObject({ cards: 0, status: 'shipped' });
    const storm = await db.query(
      `select 1 from feed f where f.topic = 'task.changed' and f.patch->>'orderNo' = any($1)`,
      [orderNos],
    );
    expect(storm).toEqual([]);
  });
});
