import { DAY_MS } from '@/domain/clocks/instant';
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
    scope: 'second-review',
    isEnabled: true,
  },
  {
    id: 'many-accounts-one-address',
    name: { 'zh-CN': '多个账号寄同一地址', en: 'Many accounts to one address' },
    condition: { signal: 'many-accounts-one-address', params: { windowMs: DAY_MS, count: 4 } },
    outcome: 'confirm',
    weightBp: 2_500,
    isEnabled: true,
  },
  {
    id: 'contradictory-recipient',
    name: { 'zh-CN': '收件信息自相矛盾', en: 'Contradictory recipient data' },
    condition: { any: [{ signal: 'recipient-contradicts' }, { signal: 'recipients-differ' }] },
    outcome: 'confirm',
    weightBp: 2_000,
    isEnabled: true,
  },
  {
    id: 'new-account-coupon',
    name: { 'zh-CN': '新账号首单用券', en: 'New account, first order, coupon' },
    condition: { signal: 'new-account-coupon', params: { maxAgeMs: 30 * DAY_MS } },
    outcome: 'confirm',
    weightBp: 2_000,
    isEnabled: true,
  },
  {
    id: 'phone-far',
    name: { 'zh-CN': '电话归属地离发货地 2,000 公里以上', en: 'Phone issued over 2,000 km from the ship-from city' },
    condition: { signal: 'phone-far', params: { limitKm: 2_000 } },
    outcome: 'confirm',
    weightBp: 1_000,
    isEnabled: true,
  },
  {
    id: 'overseas-without-duty-terms',
    name: { 'zh-CN': '境外订单未约定关税', en: 'Overseas without duty terms' },
    condition: { signal: 'duty-terms-missing' },
    outcome: 'confirm',
    weightBp: 1_500,
    isEnabled: true,
  },
  {
    id: 'remote-region',
    name: { 'zh-CN': '偏远地区', en: 'Remote region' },
    condition: { signal: 'remote-region' },
    outcome: 'confirm',
    weightBp: 500,
    isEnabled: false,
  },
  {
    id: 'payment-mismatch',
    name: { 'zh-CN': '实收与应付不符', en: 'Received is not what was due' },
    condition: { signal: 'payment-mismatch' },
    outcome: 'block',
    weightBp: 3_000,
    scope: 'finance',
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
  {
    id: 'trusted-buyer',
    name: { 'zh-CN': '30 天内无退货的老客户', en: 'No return in 30 days' },
    condition: { signal: 'no-recent-returns', params: { windowMs: 30 * DAY_MS, count: 1 } },
    outcome: 'pass',
    weightBp: 0,
    skips: ['second-review'],
    isEnabled: true,
  },
];

/**
 * The rules a new installation starts with; every one but the platform hold is editable. The remote region is off until a
 * manager says which regions the shop does not reach.
 */
export const DEFAULT_RULE_SET: RuleSet = { version: 1, rules: [PLATFORM_HOLD, ...HOLDING, ...FREEING] };
