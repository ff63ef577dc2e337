import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { Unreadable } from '../channel';
import { hintsOfMessage, messagesOfPush } from './hints';

const batch = fs.readFileSync(path.join(import.meta.dirname, 'fixtures/push-batch.json'));
const orderNo = '6926111100000100017';
const push = (...elements: unknown[]) => Buffer.from(JSON.stringify(elements));
const hintsOf = (element: unknown) => hintsOfMessage(Buffer.from(JSON.stringify(element)));

if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('a push', () => {
  it('is one message for each of its elements, under the id that the platform gave it', () => {
    const messages = messagesOfPush(batch);
    expect(messages.map(({ key }) => key)).toEqual([1, 2, 3, 4].map((n) => `push/920000000000000000000000000${n}`));
    expect(messages.map(({ body }) => hintsOfMessage(body))).toEqual([[orderNo], [orderNo], [orderNo], []]);
  });

  it.skipIf(!hasShared)('names orders by all 19 digits', () => {
    const sample = fs.readFileSync(path.join(SHARED_DIR, 'protocols/samples/doudian_push_batch.json'));
    const hints = messagesOfPush(sample).map(({ body }) => hintsOfMessage(body));
    expect(hints).toEqual(Array.from({ length: 5 }, () => ['6496679971677798670']));
  });

  it('gives a message the same bytes in whichever batch and order of keys it comes', () => {
    const [first] = messagesOfPush(push({ tag: '101', msg_id: '7', data: '{"p_id":6926111100000100017}' }));
    const again = messagesOfPush(
      push({ tag: '100', msg_id: '8', data: '{}' }, { data: '{"p_id":6926111100000100017}', msg_id: '7', tag: '101' }),
    );
    expect(again[1]).toEqual(first);
  });

  it('holds nothing when the platform only tries the address', () => {
    expect(messagesOfPush(push({ tag: '0', msg_id: '0', data: '2026-11-11T00:00:00+08:00' }))).toEqual([]);
    expect(messagesOfPush(push())).toEqual([]);
  });

  it.each([
    ['not JSON', Buffer.from('[{"tag":')],
    ['not UTF-8', Buffer.from([0x5b, 0xff, 0x5d])],
    ['no list', Buffer.from('{"tag":"101"}')],
    ['a list of something else', Buffer.from('[7]')],
  ])('that is %s is kept as one message, to be set aside', (_, raw) => {
    const messages = messagesOfPush(raw);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.key).toMatch(/^push\/[0-9a-f]{64}$/);
    expect(() => hintsOfMessage(messages[0]!.body)).toThrow(Unreadable);
  });

  it('keeps a message without an id under the hash of its content', () => {
    const [nameless, odd] = messagesOfPush(
      push({ tag: '101', data: '{}' }, { tag: '101', msg_id: '有 blanks', data: '{}' }),
    );
    expect(nameless?.key).toMatch(/^push\/[0-9a-f]{64}$/);
    expect(odd?.key).toMatch(/^push\/[0-9a-f]{64}$/);
    expect(odd?.key).not.toBe(nameless?.key);
  });
});

describe('a message', () => {
  it.each([
    ['as text', { tag: '101', data: '{"p_id":"6926111100000100017"}' }],
    ['as a bare number', { tag: 101, data: '{"p_id":6926111100000100017}' }],
    ['unwrapped by a relay', { tag: '101', data: { p_id: orderNo } }],
  ])('names its order %s', (_, element) => expect(hintsOf(element)).toEqual([orderNo]));

  it.each([['137'], ['400'], ['417'], ['1001']])('with the tag %s is about no order', (tag) => {
    expect(hintsOf({ tag, data: '{"product_id":1}' })).toEqual([]);
  });

  it.each([
    ['no order', { tag: '101', data: '{"shop_id":1}' }],
    ['half an order', { tag: '101', data: '{"p_id":' }],
    ['an order that is no number', { tag: '206', data: '{"p_id":"13800138000 张三"}' }],
    ['nothing', { tag: '101' }],
  ])('that should name its order and names %s is set aside, without a word of it', (_, element) => {
    expect(() => hintsOf(element)).toThrow(Unreadable);
    expect(() => hintsOf(element)).not.toThrow(/138|张/);
  });
});
