import { maxInWindow } from '../window';
import { hit, NO, signal, unknown } from './signal';

const NO_IP = unknown('same-ip-burst', 'ip-missing');

/** At least `count` orders from the buyer's IP in some window of `windowMs` that contains this order. */
export const sameIpBurst = signal({
  name: 'same-ip-burst',
  params: {
    windowMs: { kind: 'number', unit: 'ms', default: 300_000, min: 1_000, max: 86_400_000 },
    count: { kind: 'number', unit: 'orders', default: 3, min: 2, max: 1_000 },
  },
  evaluate: ({ sameIpTimes, placedAt }, { windowMs, count }) => {
    if (sameIpTimes === null) return NO_IP;
    if (sameIpTimes.length < count) return NO;
    const most = maxInWindow(sameIpTimes, placedAt, windowMs);
    if (most < count) return NO;
    return hit({ signal: 'same-ip-burst', field: 'buyerIp', number: most, limit: count, unit: 'orders' });
  },
});
