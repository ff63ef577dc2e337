import { DAY_MS } from '@/domain/clocks/instant';
import type { TriageFacts } from './facts';

const PLACED_AT = Date.UTC(2026, 10, 11, 2, 0, 0);

/** An ordinary paid order that no default rule holds; tests change what they are about. */
export const someFacts = (change: Partial<TriageFacts> = {}): TriageFacts => ({
  at: PLACED_AT + 5_000,
  placedAt: PLACED_AT,
  platform: 'generic',
  status: 'to_ship',
  isPaid: true,
  amountFen: 12_900,
  paidFen: 12_900,
  noticedFen: null,
  refundFen: 0,
  couponFen: 0,
  paymentMethod: 'wechat',
  holds: [],
  note: '',
  address: { state: 'known', vague: null, relay: null },
  phone: { state: 'known', problem: null, shown: '138****8000' },
  isMainland: true,
  province: '浙江',
  dutyTerms: null,
  recipient: { state: 'known', contradiction: null },
  phoneDistance: { state: 'known', km: 160, city: '上海' },
  accountAgeMs: 900 * DAY_MS,
  buyerHistory: { paidBefore: 0, returnTimes: [] },
  lines: [{ sku: 'A', unitPriceFen: 12_900, inForceFen: 12_900, inForceSource: 'list' }],
  sameIpTimes: [PLACED_AT],
  sameAddress: { account: 'u1', recipient: 'r1', uses: [{ at: PLACED_AT, account: 'u1', recipient: 'r1' }] },
  ...change,
});
