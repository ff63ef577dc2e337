import { describe, expect, it } from 'vitest';
import { sendQuota } from './quota';

const at = Date.UTC(2026, 10, 11);
const hour = 3_600_000;

describe('what may still be sent to a WeCom customer', () => {
  it('is five messages after each message of the customer', () => {
    expect(sendQuota({ lastInboundAt: at, sentSinceInbound: 0 }, at)).toEqual({
      left: 5,
      expiresAt: at + 48 * hour,
      reason: null,
    });
    expect(sendQuota({ lastInboundAt: at, sentSinceInbound: 5 }, at)).toMatchObject({
      left: 0,
      reason: 'quota-used-up',
    });
  });
  it('is nothing from the 48th hour on', () => {
    expect(sendQuota({ lastInboundAt: at, sentSinceInbound: 0 }, at + 48 * hour - 1).left).toBe(5);
    expect(sendQuota({ lastInboundAt: at, sentSinceInbound: 0 }, at + 48 * hour)).toMatchObject({
      left: 0,
      reason: 'window-expired',
    });
  });
  it('is nothing before the customer has written', () => {
    expect(sendQuota({ lastInboundAt: null, sentSinceInbound: 0 }, at)).toEqual({
      left: 0,
      expiresAt: null,
      reason: 'no-inbound',
    });
  });
});
