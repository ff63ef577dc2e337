import { describe, expect, test } from 'vitest';
import { someFacts } from '../facts.test-data';
import { urgentPhrase } from './urgent-phrase';

const params = { phrases: urgentPhrase.params.phrases.default };
const ask = (note: string | null) => urgentPhrase.evaluate(someFacts({ note }), params);

describe('urgent-phrase', () => {
  test.each([
    ['生日礼物', '生日礼物'],
    ['送女朋友的生日礼物,请务必明天到', '生日礼物'],
    ['手术急需,请尽快发货', '手术急需'],
    ['麻烦加急', '加急'],
    ['请尽快发货谢谢', '尽快'],
    ['今天必须发出', '今天必须'],
    ['急用!!', '急用'],
    ['孩子上学急需', '急需'],
    ['比较着急', '着急'],
    ['我不着急,但是老人急用', '急用'],
    ['包装不用太好,加急', '加急'],
    ['不要放驿站,尽快送', '尽快'],
    ['不得不加急', '加急'],
    ['没有备注;急需', '急需'],
    ['请别拖,今天必须发', '今天必须'],
  ])('"%s" is urgent because of "%s"', (note, span) => {
    expect(ask(note)).toEqual({ answer: 'hit', evidence: [{ signal: 'urgent-phrase', field: 'note', span }] });
  });

  test.each([
    '不急',
    '不急用',
    '不是很急',
    '不着急,慢慢发',
    '不是很着急',
    '不用加急',
    '不需要加急',
    '无需加急',
    '并不急需',
    '不是生日礼物',
    '不用尽快发',
    '不必尽快',
    '别加急,我在外地',
    '没那么急用',
    '没有很着急',
    '不赶时间',
    '加急就不用了',
    '',
    '请发顺丰',
    '放门口就行',
  ])('"%s" is not urgent', (note) => expect(ask(note).answer).toBe('no'));

  test('a note the platform does not give is unknown', () => {
    expect(ask(null)).toEqual({ answer: 'unknown', signal: 'urgent-phrase', reason: 'note-missing' });
  });

  test('a phrase of a manager is taken literally', () => {
    const asked = (note: string) => urgentPhrase.evaluate(someFacts({ note }), { phrases: ['a.c (快)'] }).answer;
    expect(asked('a.c (快)')).toBe('hit');
    expect(asked('abc (快)')).toBe('no');
  });

  test('a list without words never hits', () => {
    expect(urgentPhrase.evaluate(someFacts({ note: '加急' }), { phrases: [''] }).answer).toBe('no');
  });
});
