import { expect, test } from 'vitest';
import { asksSomething, isPureAcknowledgement } from './acknowledgement';
import { classifyIntent } from './intent';

const isPure = (text: string) => {
  const { intent, confidenceBp } = classifyIntent(text);
  return isPureAcknowledgement(text, intent, confidenceBp);
};

test.each([
  '好的',
  '好的谢谢',
  '谢谢',
  '谢谢亲',
  '嗯嗯',
  '收到',
  'ok',
  '👌',
  '明白了',
  '没问题',
  '辛苦了',
  '好滴 谢谢啦',
])('"%s" is nothing but an acknowledgement', (text) => expect(isPure(text)).toBe(true));

test.each([
  '好的?',
  '好的那什么时候到',
  '谢谢,那退款呢',
  '好的 大概几点',
  '嗯,可是还没到',
  '知道了,不发货就投诉',
  '好的,我的新地址是滨江区网商路',
  '谢谢 我的电话 13800138000',
  '怎么还不发货',
  '在吗',
  '',
])('"%s" is more than that', (text) => expect(isPure(text)).toBe(false));

test('an answer that is unsure is none', () => {
  expect(isPureAcknowledgement('好的', 'acknowledgement', 6_999)).toBe(false);
  expect(isPureAcknowledgement('好的', 'greeting', 9_999)).toBe(false);
});

test.each([
  ['给您换成蓝色可以吗', true],
  ['请问您什么时候在家', true],
  ['Which colour?', true],
  ['已经为您登记,今天发出', false],
  ['没什么事了,祝您愉快', true],
])('whether "%s" asks something: %s', (text, asks) => expect(asksSomething(text)).toBe(asks));
