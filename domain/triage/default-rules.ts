import { PLATFORM_HOLD } from './precedence';
import type { Rule, RuleSet } from './rule';

const HOLDING: readonly Rule[] = [
  {
    id: 'unit-price-off',
    name: { 'zh-CN': '单价偏离在售价 30%', en: 'Unit price off by 30%' },
    condition: { signal: 'unit-price-off', params: { ratioBp: 3_000 } },
    outcome: 'block',
    weightBp: 4_000,
    isEnabled: true,
  },
  {
    id: 'same-ip-burst',
    name: { 'zh-CN': '同一 IP 5 分钟内 3 单', en: '3 orders from one IP in 5 minutes' },
    condition: { signal: 'same-ip-burst', params: { windowMs: 300_000, count: 3 } },
    outcome: 'block',
    weightBp: 3_500,
    isEnabled: true,
  },
  {
    id: 'whole-thousand-payment',
    name: { 'zh-CN': '整千付款且无备注', en: 'Whole-thousand payment without a note' },
    condition: { signal: 'whole-thousand-payment' },
    outcome: 'block',
    weightBp: 2_000,
    isEnabled: true,
  },
  {
    id: 'relay-address',
    name: { 'zh-CN': '地址含临时仓或代收点', en: 'Address names a relay point' },
    condition: { signal: 'relay-address' },
    outcome: 'confirm',
    weightBp: 2_500,
    isEnabled: true,
  },
  {
    id: 'address-vague',
    name: { 'zh-CN': '地址含糊', en: 'Vague address' },
    condition: { signal: 'address-vague' },
    outcome: 'confirm',
    weightBp: 1_500,
    isEnabled: true,
  },
  {
    id: 'phone-invalid',
    name: { 'zh-CN': '电话无效', en: 'Invalid phone number' },
    condition: { signal: 'phone-invalid' },
    outcome: 'confirm',
    weightBp: 1_500,
    isEnabled: true,
  },
  {
    id: 'large-cod',
    name: { 'zh-CN': '大额货到付款', en: 'Large cash on delivery' },
    condition: {
      all: [
        { signal: 'is-paid' },
        { signal: 'payment-method', params: { methods: ['cod'] } },
        { signal: 'amount-at-least', params: { limitFen: 100_000 } },
      ],
    },
    outcome: 'confirm',
    weightBp: 2_000,
    isEnabled: true,
  },
  {
    id: 'large-amount',
    name: { 'zh-CN': '大额订单', en: 'Large amount' },
    condition: { all: [{ signal: 'is-paid' }, { signal: 'amount-at-least', params: { limitFen: 2_000_000 } }] },
    outcome: 'confirm',
    weightBp: 1_500,
    isEnabled: true,
  },
];

const FREEING: readonly Rule[] = [
  {
    id: 'urgent-phrase',
    name: { 'zh-CN': '备注要求加急', en: 'Note asks for speed' },
    condition: { signal: 'urgent-phrase' },
    outcome: 'expedite',
    weightBp: 0,
    isEnabled: true,
  },
  {
    id: 'small-and-mainland',
    name: { 'zh-CN': '500 元以内且在大陆', en: 'Up to 500 yuan, mainland' },
    condition: { signal: 'small-and-mainland', params: { limitFen: 50_000 } },
    outcome: 'pass',
    weightBp: 0,
    isEnabled: true,
  },
  {
    id: 'paid-by-wallet',
    name: { 'zh-CN': '微信或支付宝已付', en: 'Paid by WeChat Pay or Alipay' },
    condition: { signal: 'paid-by-wallet' },
    outcome: 'pass',
    weightBp: 0,
    skips: ['finance'],
    isEnabled: true,
  },
];

/** The twelve rules a new installation starts with; every one but the platform hold is editable. */
export const DEFAULT_RULE_SET: RuleSet = { version: 1, rules: [PLATFORM_HOLD, ...HOLDING, ...FREEING] };
