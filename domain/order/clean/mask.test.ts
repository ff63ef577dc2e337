import { describe, expect, test } from 'vitest';
import { CIPHERTEXT_SHOWN, detectMask } from './mask';

describe('detectMask', () => {
  test.each(['138****8000', '*******8000', '张**', '张*', '王*丰', '＊＊小区', '浙江省杭州市****', '●●●1234'])(
    'sees that %s is masked and keeps what is shown',
    (raw) => expect(detectMask(raw)).toEqual({ state: 'masked', shown: raw.normalize('NFKC') }),
  );

  test.each([
    '~AgAAAAH3aKQEjy3dZgEyPgK1Xw==~4Ivm~',
    '$bG9uZyBjaXBoZXJ0ZXh0$1$',
    '$$4Q7r1v0bPzqO',
    '##qkx1l9Xo0A==*CgYIASAHKAESPgo8',
    '#gOqA#abcd1234#',
    'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0123456789+/==',
  ])('hides the ciphertext %s', (raw) => {
    expect(detectMask(raw)).toEqual({ state: 'masked', shown: CIPHERTEXT_SHOWN });
  });

  test.each(['', ' ', '-', '--', 'null', null, undefined])('reads %j as not given', (raw) => {
    expect(detectMask(raw)).toEqual({ state: 'missing' });
  });

  test.each([
    '张三',
    '13800138000',
    '中兴大道197#',
    '阳光花园3号楼~南门',
    'Building 1-2, No.3 Ruihe Road',
    '营业时间7*24小时的便利店楼上',
  ])('reads %s as plain', (raw) => expect(detectMask(` ${raw} `)).toEqual({ state: 'plain', value: raw }));
});
