import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { readJson } from '../json';
import { reasonOf } from '../reason-of.test-data';
import { hintsOfMessage, waitingMessage } from './hints';

const read = (file: string) => readJson(fs.readFileSync(file)) as Record<string, unknown>[];
const messages = read(path.join(import.meta.dirname, 'fixtures/tmc-messages.json'));
const tid = '2231958349000100017';
const hintsOf = (message: unknown) => hintsOfMessage(Buffer.from(JSON.stringify(message)));

if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('a message that waits', () => {
  it('is kept under the id of the platform, of all its digits, and names its trade; one about goods names none', () => {
    const waiting = messages.map((message) => waitingMessage(message)!);
    expect(waiting.map(({ id }) => id)).toEqual([1, 2, 3].map((n) => `416060049000000000${n}`));
    expect(waiting.map(({ key }) => key)).toEqual([1, 2, 3].map((n) => `push/416060049000000000${n}`));
    expect(waiting.map(({ body }) => hintsOfMessage(body))).toEqual([[tid], [tid], []]);
    expect(waiting[0]?.sellerId).toBe('2200000000017');
  });

  it('has the same bytes however often it comes, and whatever else the platform says beside it', () => {
    const [message] = messages;
    const again = waitingMessage({ retried: 3, ...message, user_nick: 'another' });
    expect(again).toEqual(waitingMessage(message));
  });

  it.skipIf(!hasShared)('of the samples names its trade by all 19 digits', () => {
    const samples = read(path.join(SHARED_DIR, 'protocols/samples/taobao_tmc_trade_messages.json'));
    expect(samples.length).toBeGreaterThan(3);
    for (const sample of samples) expect(hintsOfMessage(waitingMessage(sample)!.body)).toEqual(['2231958349123456789']);
  });

  it.each([[null], [7], [{ topic: 'x' }], [{ id: 'DROP', topic: 'x' }], [{ id: '1'.repeat(21), topic: 'x' }]])(
    'without an id that could be confirmed is none: %j',
    (message) => expect(waitingMessage(message)).toBeNull(),
  );
});

describe('what a message says', () => {
  const topic = 'taobao_trade_TradeCreate';
  it.each([
    [{ id: 1, topic, content: '{"tid":2231958349000100017}' }],
    [{ id: 1, topic, content: `{"tid":"${tid}"}` }],
    [{ id: 1, topic, content: { tid } }],
    [{ id: 1, topic: 'taobao_refund_RefundSuccess', content: { tid } }],
  ])('%j names its trade', (message) => {
    const text = JSON.stringify(message);
    expect(hintsOfMessage(Buffer.from(text))).toEqual([tid]);
  });

  it.each([
    [{ id: 1, topic, content: '{"tid":0}' }, 'not-an-order-no content.tid'],
    [{ id: 1, topic, content: '{"tid":"4.12E+18"}' }, 'not-an-order-no content.tid'],
    [{ id: 1, topic, content: '{"oid":1}' }, 'not-an-order-no content.tid'],
    [{ id: 1, topic, content: '{' }, 'not-json'],
    [{ id: 1, content: '{}' }, 'not-a-message'],
    ['text', 'not-a-message'],
  ])('%j cannot be read', (message, reason) => {
    expect(reasonOf(() => hintsOf(message))).toBe(reason);
  });
});
