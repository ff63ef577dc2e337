import { describe, expect, it } from 'vitest';
import { frameOf } from '@/sim/pinduoduo/messenger';
import { CallFailure } from '../call-failure';
import { Unreadable } from '../channel';
import { hintsOfMessage } from './hints';
import { MESSAGES, readFrame } from './stream';

const told = { id: 7_381_745_730_112_233_999n, type: 'pdd_trade_TradeConfirmed', orderSn: '261111-339507978993455' };
const messageOf = (text: string) => {
  const frame = readFrame(Buffer.from(text));
  if (frame.kind !== 'message') throw new Error(`no message but ${frame.kind}`);
  return frame;
};
const keys = (credentials: Record<string, string>) => ({
  secrets: ['s'],
  credentials: { clientId: 'app', mallId: '1', ...credentials },
});

describe('a frame of the message service', () => {
  it('keeps all digits of its ids, in the key and in the Ack', () => {
    const frame = messageOf(frameOf(told, '171504183', 1_762_790_405_000));
    expect(frame.message.key).toBe('push/7381745730112233999');
    expect(frame.confirmation?.(1)).toBe(
      '{"commandType":"Ack","time":1,"id":7381745730112233999,"sendTime":1762790405000,"type":"pdd_trade_TradeConfirmed","mallID":171504183}',
    );
    expect(hintsOfMessage(frame.message.body)).toEqual([told.orderSn]);
  });

  it('sent again at another time is the same message to the byte', () => {
    const [first, again] = [messageOf(frameOf(told, '1', 1)), messageOf(frameOf(told, '1', 99))];
    expect(again.message).toEqual(first.message);
  });

  it.each([
    ['that is no JSON', 'hello'],
    ['that is no object', '[1]'],
    ['without an id', '{"commandType":"Common","message":{"type":"pdd_trade_TradeSuccess"}}'],
    ['with an id that has lost digits', '{"id":7.3e18,"commandType":"Common","message":{"type":"a"}}'],
    ['whose type would write into the Ack', '{"id":1,"commandType":"Common","message":{"type":"a\\",\\"id\\":2"}}'],
    ['nested without end', `{"commandType":${'['.repeat(100_000)}`],
  ])('%s is kept, and not confirmed', (_, text) => {
    const frame = messageOf(text);
    expect(frame).toMatchObject({ account: null, confirmation: null });
    expect(frame.message.body.toString()).toBe(text);
    expect(() => hintsOfMessage(frame.message.body)).toThrow(Unreadable);
  });

  it('that complains is a complaint', () => {
    expect(readFrame(Buffer.from('{"commandType":"Fail"}'))).toEqual({ kind: 'complaint', reason: 'Fail' });
  });
});

describe('a message', () => {
  const bodyOf = (type: string, content: unknown) => Buffer.from(JSON.stringify({ type, mallID: 1, content }));

  it('about goods names no order; one about a refund names its order', () => {
    expect(hintsOfMessage(bodyOf('pdd_goods_GoodsUpdate', '{"goods_id":1}'))).toEqual([]);
    const refund = '{"mall_id":1,"tid":"261111-339507978993455","refund_id":9007199254740993123,"refund_fee":1990}';
    expect(hintsOfMessage(bodyOf('pdd_refund_RefundCreated', refund))).toEqual(['261111-339507978993455']);
  });

  it.each([
    ['without a number', '{}'],
    ['with half a number', '{"tid":"261111"}'],
    ['with a path for a number', '{"tid":"../../x"}'],
    ['with broken content', '{'],
  ])('%s is set aside', (_, content) => {
    expect(() => hintsOfMessage(bodyOf('pdd_trade_TradeSuccess', content))).toThrow(Unreadable);
  });
});

describe('the connection', () => {
  it('is one of the app, whatever shops it carries, under a fresh address each time', () => {
    expect(MESSAGES.connectionOf(keys({ mallId: '2' }))).toEqual({ id: 'app', account: '2' });
    const [one, two] = [1_700_000_000_000, 1_700_000_000_001].map((at) => MESSAGES.addressOf(keys({}), at).href);
    expect(one).toMatch(/^wss:\/\/message-api\.pinduoduo\.com\/message\/app\/1700000000000\/\w+%3D$/);
    expect(two).not.toBe(one);
  });

  it.each([
    ['without a client id', { clientId: '' }],
    ['with an address that is none of a WebSocket', { messageBase: 'https://message-api.pinduoduo.com' }],
  ])('%s is not tried', (_, credentials) => {
    expect(() => MESSAGES.addressOf(keys(credentials), 1)).toThrow(CallFailure);
  });
});
