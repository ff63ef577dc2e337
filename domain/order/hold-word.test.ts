import { expect, it } from 'vitest';
import { holdText, holdWithCode } from './hold-word';

it.each([
  ['售后申请 (6)', 'After-sale asked for (6)'],
  ['商家同意退款,退款中 (4)', 'Seller agreed, being refunded (4)'],
  ['天猫国际拦截', 'Stopped by Tmall Global'],
  ['纠纷处理 (A)', '纠纷处理 (A)'],
  ['dispute', 'dispute'],
  ['', ''],
])('a hold %j is read as %j in English, and as it was said in Chinese', (hold, english) => {
  expect(holdText(hold, 'en')).toBe(english);
  expect(holdText(hold, 'zh-CN')).toBe(hold);
});

it('a word with its code is read with its code', () => {
  expect(holdText(holdWithCode('已锁定', 'LOCKED'), 'en')).toBe('Locked (LOCKED)');
});
