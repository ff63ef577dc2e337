import { expect, test } from 'vitest';
import { kuaidi100Carrier } from './carriers';

test.each([
  ['SF', 'shunfeng'],
  ['顺丰速运', 'shunfeng'],
  ['ＺＴＯ', 'zhongtong'],
  [' yuantong ', 'yuantong'],
  ['京东物流', 'jd'],
  ['德邦快递', 'debangkuaidi'],
  ['某某快递', ''],
  ['', ''],
])('%s is known as "%s"', (carrier, code) => expect(kuaidi100Carrier(carrier)).toBe(code));
