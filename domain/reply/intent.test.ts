import { describe, expect, it } from 'vitest';
import { HELD_OUT } from './held-out.test-data';
import { classifyIntent, prepareIntentModel } from './intent';
import { INTENT_SENTENCES, INTENTS } from './intents';
import { probabilitiesOf, trainTextModel } from './softmax-regression';

const share = (right: number, all: number) => Math.round((10_000 * right) / all);

describe('the sentences', () => {
  it('are at least 40 different ones for every intent, none of them in the held-out set', () => {
    for (const intent of INTENTS) {
      const sentences = new Set(INTENT_SENTENCES[intent]);
      expect(sentences.size, intent).toBe(INTENT_SENTENCES[intent].length);
      expect(sentences.size, intent).toBeGreaterThanOrEqual(40);
      expect(HELD_OUT[intent].length, intent).toBeGreaterThanOrEqual(8);
      for (const sentence of HELD_OUT[intent]) expect(sentences.has(sentence), sentence).toBe(false);
    }
  });
});

describe('classifyIntent', () => {
  it('reads held-out sentences: top-1 at least 85 %, top-3 at least 95 %', () => {
    const cases = INTENTS.flatMap((intent) =>
      HELD_OUT[intent].map((text) => ({ intent, answer: classifyIntent(text) })),
    );
    const first = cases.filter(({ intent, answer }) => answer.top[0]?.intent === intent).length;
    const answered = cases.filter(({ intent, answer }) => answer.intent === intent).length;
    const among3 = cases.filter(({ intent, answer }) => answer.top.some((one) => one.intent === intent)).length;
    const wrong = cases.filter(({ intent, answer }) => answer.intent !== intent && answer.intent !== 'unknown').length;
    const bp = (count: number) => share(count, cases.length);
    console.info(
      `intent, ${cases.length} held-out sentences: top-1 ${bp(first)} bp, top-1 answered ${bp(answered)} bp, ` +
        `top-3 ${bp(among3)} bp, answered wrongly ${bp(wrong)} bp`,
    );
    expect(bp(first)).toBeGreaterThanOrEqual(8_500);
    expect(bp(answered)).toBeGreaterThanOrEqual(8_500);
    expect(bp(among3)).toBeGreaterThanOrEqual(9_500);
  });

  it('is right in at least 9 of 10 answers that it gives with a certainty of 80 % or more', () => {
    const sure = INTENTS.flatMap((intent) =>
      HELD_OUT[intent]
        .map((text) => ({ intent, answer: classifyIntent(text) }))
        .filter(({ answer }) => answer.confidenceBp >= 8_000),
    );
    expect(sure.length).toBeGreaterThan(80);
    const right = sure.filter(({ intent, answer }) => answer.intent === intent).length;
    expect(share(right, sure.length)).toBeGreaterThanOrEqual(9_000);
  });

  it('never calls small talk an urgent need or a refund with certainty', () => {
    for (const text of HELD_OUT.unknown) {
      const answer = classifyIntent(text);
      if (answer.intent === 'urgent-need' || answer.intent === 'refund') {
        expect(answer.confidenceBp, text).toBeLessThan(7_000);
      }
    }
  });

  it.each(['', '   ', '\u200b', '……', 'zxcvbnm', 'ЖЖЖ ღღღ'])('answers unknown for %j', (text) => {
    expect(classifyIntent(text).intent).toBe('unknown');
  });

  it('reads full-width signs, emoji and zero-width signs like plain text', () => {
    expect(classifyIntent('ＯＫ')).toEqual(classifyIntent('ok'));
    expect(classifyIntent('快\u200b递到哪了')).toEqual(classifyIntent('快 递到哪了'));
    expect(classifyIntent('快递到哪了???!!!').intent).toBe('where-is-my-parcel');
    expect(classifyIntent('打１２３１５投诉你们😡').intent).toBe('complaint');
    expect(classifyIntent('👌').intent).toBe('acknowledgement');
    expect(classifyIntent('谢谢🙏🙏').intent).toBe('acknowledgement');
  });

  it('takes a lone friendly emoji for an acknowledgement and an angry one for a complaint', () => {
    expect(classifyIntent('😀').intent).toBe('acknowledgement');
    expect(classifyIntent('😡😡😡').intent).toBe('complaint');
  });

  it.each([
    ['在吗 想问下有没有36码', 'stock-question'],
    ['好的那什么时候到', 'where-is-my-parcel'],
    ['那大概几点呢?', 'where-is-my-parcel'],
    ['客服几点下班', 'greeting'],
    ['亲 你好 麻烦开一下发票 谢谢啦', 'invoice'],
    ['好的谢谢', 'acknowledgement'],
    ['亲 在吗', 'greeting'],
  ])('reads past courtesies: %s is %s', (text, intent) => {
    expect(classifyIntent(text).intent).toBe(intent);
  });

  it('puts a complaint warning first and keeps what else was asked', () => {
    const answer = classifyIntent('怎么还不退款,再不退我就投诉了');
    expect(answer.intent).toBe('complaint');
    expect(answer.top[1]?.intent).toBe('refund');
    expect(classifyIntent('不退钱我打１２３１５').intent).toBe('complaint');
    expect(classifyIntent('我不会给差评的,就问问什么时候发货').intent).toBe('why-not-shipped');
  });

  it('reads a long message with its question at the end', () => {
    const text =
      '你好,我是上个星期二在你们直播间买了两箱牛奶的,当时主播说得特别好,我就买了,到现在还没发货,什么时候能发?';
    expect(classifyIntent(text).intent).toBe('why-not-shipped');
  });

  it('survives a very long message and lone surrogates', () => {
    expect(classifyIntent('投诉'.repeat(50_000)).intent).toBe('complaint');
    expect(() => classifyIntent('\ud83d快递到哪了\udc00')).not.toThrow();
  });
});

describe('training', () => {
  const examples = INTENTS.flatMap((label) => INTENT_SENTENCES[label].slice(0, 10).map((text) => ({ label, text })));

  it('gives the same model for the same sentences', () => {
    const [one, two] = [trainTextModel(examples), trainTextModel(examples)];
    expect(two.weights).toEqual(one.weights);
    expect(probabilitiesOf(two, '快递到哪了')).toEqual(probabilitiesOf(one, '快递到哪了'));
  });

  it('keeps one model for the process', () => {
    expect(prepareIntentModel()).toBe(prepareIntentModel());
  });
});
