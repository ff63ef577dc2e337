import { DAY_MS, HOUR_MS, type Instant } from '@/domain/clocks/instant';
import type { RecipientAssessment } from '@/domain/order/assessments';
import type { BuyerHistory, PhoneDistance, SameAddress, TriageFacts } from '@/domain/triage/facts';

type Random = () => number;

/** Ninety-nine in a hundred parcels stay on the mainland. */
export function destinationOf(random: Random): Pick<TriageFacts, 'isMainland' | 'province' | 'dutyTerms'> {
  const chance = random();
  if (chance > 0.01) return { isMainland: true, province: chance < 0.02 ? '新疆' : '浙江', dutyTerms: null };
  if (chance > 0.005) return { isMainland: null, province: null, dutyTerms: null };
  return { isMainland: false, province: '海外', dutyTerms: chance < 0.003 ? 'none' : 'seller' };
}

export function recipientOf(random: Random): RecipientAssessment {
  const chance = random();
  if (chance < 0.5) return { state: 'masked' };
  const contradiction = chance < 0.505 ? ({ reason: 'line-elsewhere', span: '浙江 广东' } as const) : null;
  return { state: 'known', contradiction };
}

export function distanceOf(random: Random): PhoneDistance {
  const chance = random();
  if (chance < 0.6) return { state: 'unknown', reason: 'phone-masked' };
  return { state: 'known', km: Math.floor(random() * (chance < 0.62 ? 3_500 : 1_900)), city: '乌鲁木齐' };
}

/** Half the buyers are new; one return among a few dozen. */
export function historyOf(random: Random, placedAt: Instant): BuyerHistory {
  const paidBefore = random() < 0.5 ? 0 : Math.floor(random() * 6);
  const returnTimes = random() < 0.03 ? [Math.floor(placedAt - random() * 60 * DAY_MS)] : [];
  return { paidBefore, returnTimes };
}

/** Mostly one order to a door; sometimes a household, rarely a crowd. */
export function usesAround(random: Random, placedAt: Instant): SameAddress {
  const own = { at: placedAt, account: 'a0', recipient: 'r0' };
  const chance = random();
  const others = chance < 0.9 ? 0 : chance < 0.98 ? 1 : Math.floor(random() * 8);
  const uses = Array.from({ length: others }, (_, index) => ({
    at: Math.floor(placedAt + (random() - 0.5) * 60 * HOUR_MS),
    account: random() < 0.3 ? 'a0' : `a${index + 1}`,
    recipient: random() < 0.7 ? 'r0' : `r${index + 1}`,
  }));
  return { account: 'a0', recipient: 'r0', uses: [...uses, own].sort((a, b) => a.at - b.at) };
}
