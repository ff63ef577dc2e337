import { describe, expect, it } from 'vitest';
import { createCustomers } from './customers';
import type { WecomStandIn } from './stand-in';
import { startWecomStandIn } from './stand-in';

/** A repeatable source of numbers from 0 up to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
const app = { corpId: 'ww1', secret: 's', token: 'T', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };

async function scenario(
  perMinute: number,
  work: (wecom: WecomStandIn, customers: ReturnType<typeof createCustomers>) => Promise<void>,
) {
  const wecom = await startWecomStandIn({ ...app, port: 0, openKfId: 'wk1', callbackUrl: 'http://127.0.0.1:9/' });
  wecom.postCallbacks(0);
  const afterMs = { least: 1_000, most: 10_000 };
  const customers = createCustomers({
    wecom,
    perMinute,
    asksBp: 10_000,
    afterMs,
    answersBp: 10_000,
    random: seeded(7),
  });
  try {
    await work(wecom, customers);
  } finally {
    await wecom.close();
  }
}

describe('the customers of a scenario', () => {
  it('write no more a minute than they may, however many orders there are, and nobody before the order', async () => {
    await scenario(30, async (_wecom, customers) => {
      for (let n = 0; n < 500; n += 1) customers.orderPlaced({ orderNo: `TW2026${n}`, titles: '杯' }, 0);
      expect(await customers.tick(0)).toBe(0);
      let said = 0;
      for (let now = 1_000; now <= 10 * 60_000; now += 1_000) said += await customers.tick(now);
      expect(said).toBeLessThanOrEqual(30 * 10 + 5);
      expect(said).toBeGreaterThan(30 * 10 - 30);
    });
  });
  it('ask once an order, and all of them in time when there are few', async () => {
    await scenario(600, async (_wecom, customers) => {
      for (let n = 0; n < 20; n += 1) customers.orderPlaced({ orderNo: `TW2026${n}`, titles: '杯' }, 0);
      let said = 0;
      for (let now = 0; now <= 60_000; now += 1_000) said += await customers.tick(now);
      expect(said).toBe(20);
    });
  });
});
