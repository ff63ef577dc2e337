import { expect, it } from 'vitest';
import { gatherArrivals } from './gather';
import type { Arrival, Outcome } from './inbox-store';

const arrival = (key: string): Arrival => ({ shopId: 'shop', key, body: Buffer.from(key) });

/** Stands in for the database: each call waits until it is let go. */
function heldStore(answer: (arrivals: readonly Arrival[]) => Outcome[] = (arrivals) => arrivals.map(() => 'stored')) {
  const calls: { keys: string[]; letGo: () => void }[] = [];
  const store = async (arrivals: readonly Arrival[]): Promise<Outcome[]> => {
    await new Promise<void>((resolve) => calls.push({ keys: arrivals.map((one) => one.key), letGo: resolve }));
    return answer(arrivals);
  };
  const isCalled = async (times: number) => {
    while (calls.length < times) await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, calls, isCalled };
}

it('messages that arrive while stores are under way share the next one', async () => {
  const { store, calls, isCalled } = heldStore();
  const storeSoon = gatherArrivals(store);
  const outcomes = [storeSoon(arrival('a'))];
  await isCalled(1);
  outcomes.push(storeSoon(arrival('b')));
  await isCalled(2);
  outcomes.push(storeSoon(arrival('c')), storeSoon(arrival('d')));
  calls[0]?.letGo();
  await isCalled(3);
  calls[1]?.letGo();
  calls[2]?.letGo();
  expect(await Promise.all(outcomes)).toEqual(['stored', 'stored', 'stored', 'stored']);
  expect(calls.map((call) => call.keys)).toEqual([['a'], ['b'], ['c', 'd']]);
});

it('each message gets its own outcome', async () => {
  const storeSoon = gatherArrivals(async (arrivals) =>
    arrivals.map((one) => (one.key === 'known' ? 'repeat' : 'stored')),
  );
  const outcomes = await Promise.all([storeSoon(arrival('new')), storeSoon(arrival('known'))]);
  expect(outcomes).toEqual(['stored', 'repeat']);
});

it('a message that cannot be stored fails alone', async () => {
  const storeSoon = gatherArrivals(async (arrivals) => {
    if (arrivals.some((one) => one.key === 'poison')) throw new Error('refused');
    return arrivals.map(() => 'stored');
  });
  const settled = await Promise.allSettled(['a', 'poison', 'b'].map((key) => storeSoon(arrival(key))));
  expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('a database that is away is asked once for all of them', async () => {
  let asked = 0;
  const storeSoon = gatherArrivals(async () => {
    asked += 1;
    throw new Error('Connection terminated unexpectedly');
  });
  const settled = await Promise.allSettled(['a', 'b', 'c'].map((key) => storeSoon(arrival(key))));
  expect(settled.every((one) => one.status === 'rejected')).toBe(true);
  expect(asked).toBe(1);
});

it('a body beyond the limit of one statement waits for the next', async () => {
  const parts: number[] = [];
  const storeSoon = gatherArrivals(async (arrivals) => {
    parts.push(arrivals.length);
    return arrivals.map(() => 'stored');
  });
  const large = (key: string): Arrival => ({ shopId: 'shop', key, body: Buffer.alloc(3 * 1024 * 1024) });
  await Promise.all([storeSoon(large('a')), storeSoon(large('b'))]);
  expect(parts).toEqual([1, 1]);
});
