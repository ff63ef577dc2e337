import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { enqueue, lease, postpone, settleDone, settleFailed } from './outbox';
import { createOutboxWorker, type OutboxWorker, type OutboxWorkerOptions, PermanentError } from './worker';

let db: TestDatabase;
const workers: OutboxWorker[] = [];
const troubles: unknown[] = [];
beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
});
beforeEach(async () => {
  await db.query('truncate outbox');
  troubles.length = 0;
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

function work(options: Omit<OutboxWorkerOptions, 'db' | 'onError'>): OutboxWorker {
  const worker = createOutboxWorker({
    db,
    pollMs: 10,
    backoffMs: () => 1,
    onError: (e) => troubles.push(e),
    ...options,
  });
  workers.push(worker);
  return worker;
}
const put = (key: string, dueAt?: number) =>
  enqueue(db, { kind: 'greet', payload: { to: key }, idempotencyKey: key, dueAt });
const rowOf = async (key: string) =>
  (
    await db.query<{ state: number; attempts: number; last_error: string | null }>(
      'select state, attempts, last_error from outbox where idempotency_key = $1',
      [key],
    )
  )[0];
const becomes = (key: string, expected: object) =>
  vi.waitFor(async () => expect(await rowOf(key)).toMatchObject(expected), { timeout: 10_000, interval: 10 });

describe('the outbox', () => {
  it('stores an effect once per key', async () => {
    expect(await put('once')).not.toBeNull();
    expect(await put('once')).toBeNull();
    expect(await db.query('select count(*)::int as n from outbox')).toEqual([{ n: 1 }]);
  });

  it('keeps nothing of an effect whose transaction is rolled back', async () => {
    await db
      .tx(async (tx) => {
        await enqueue(tx, { kind: 'greet', payload: {}, idempotencyKey: 'undone' });
        throw new Error('undo');
      })
      .catch(() => {});
    expect(await rowOf('undone')).toBeUndefined();
  });

  it('leases no row before it is due and no row of a kind that the worker does not know', async () => {
    await put('later', (await db.now()) + 60_000);
    await enqueue(db, { kind: 'unknown', payload: {}, idempotencyKey: 'other kind' });
    expect(await lease(db, ['greet'], 10, 1_000)).toEqual([]);
  });

  it('leases each row to one worker only', async () => {
    for (let i = 0; i < 40; i++) await put(`row ${i}`);
    const leased = (await Promise.all(Array.from({ length: 8 }, () => lease(db, ['greet'], 10, 60_000)))).flat();
    expect(new Set(leased.map((effect) => effect.id)).size).toBe(leased.length);
    expect(leased.length).toBe(40);
  });

  it("gives a dead worker's row to another after its lease, and fences the dead one", async () => {
    await put('taken over');
    const [lost] = await lease(db, ['greet'], 1, 1);
    const [taken] = await vi.waitFor(async () => {
      const rows = await lease(db, ['greet'], 1, 60_000);
      expect(rows).toHaveLength(1);
      return rows;
    });
    if (!lost || !taken) throw new Error('not leased');
    expect(taken.id).toBe(lost.id);
    expect(await settleDone(db, lost)).toBe(false);
    expect(await settleFailed(db, lost, 'too late')).toBe(false);
    await postpone(db, lost, 'too late', 0);
    expect(await lease(db, ['greet'], 1, 1)).toEqual([]);
    expect(await settleDone(db, taken)).toBe(true);
    expect(await rowOf('taken over')).toMatchObject({ state: 1, attempts: 2, last_error: null });
  });
});

describe('an outbox worker', () => {
  it('hands payload, key and attempt to the handler, and marks the row done', async () => {
    const seen: unknown[] = [];
    await put('a');
    work({
      handlers: {
        greet: async (payload, { idempotencyKey, attempt }) => void seen.push([payload, idempotencyKey, attempt]),
      },
    });
    await becomes('a', { state: 1, attempts: 1 });
    expect(seen).toEqual([[{ to: 'a' }, 'a', 1]]);
  });

  it('tries a handler that throws again', async () => {
    await put('second time');
    work({
      handlers: {
        greet: async (_payload, { attempt }) => {
          if (attempt === 1) throw new Error('busy');
        },
      },
    });
    await becomes('second time', { state: 1, attempts: 2 });
  });

  it('gives up after the last attempt, keeps the reason and stores what must be seen in the same transaction', async () => {
    await put('hopeless');
    work({
      maxAttempts: 3,
      handlers: { greet: () => Promise.reject<void>(new Error('nobody home')) },
      onFailed: async (tx, effect, reason) => {
        await tx.query('insert into app_meta values ($1, $2)', [`failed ${effect.idempotencyKey}`, reason]);
      },
    });
    await becomes('hopeless', { state: 2, attempts: 3, last_error: 'nobody home' });
    expect(await db.query(`select value from app_meta where key = 'failed hopeless'`)).toEqual([
      { value: 'nobody home' },
    ]);
  });

  it('does not try again what is refused for good', async () => {
    await put('refused');
    work({ handlers: { greet: () => Promise.reject<void>(new PermanentError('no such customer')) } });
    await becomes('refused', { state: 2, attempts: 1, last_error: 'no such customer' });
  });

  it('stores what the handler returned together with the done mark', async () => {
    await put('told');
    work({
      handlers: { greet: async () => (tx) => tx.query(`insert into app_meta values ('told', 'yes')`).then(() => {}) },
    });
    await becomes('told', { state: 1 });
    expect(await db.query(`select value from app_meta where key = 'told'`)).toEqual([{ value: 'yes' }]);
  });

  it('ends a row whose workers die again and again', async () => {
    await put('deadly');
    await db.query(`update outbox set attempts = 12 where idempotency_key = 'deadly'`);
    work({ handlers: { greet: async () => {} } });
    await becomes('deadly', { state: 2, last_error: 'every try ended without an answer' });
  });

  it('settles what it has in hand before stop resolves, and takes nothing more', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isEntered = false;
    await put('in hand');
    const worker = work({
      concurrency: 1,
      handlers: {
        greet: () => {
          isEntered = true;
          return held;
        },
      },
    });
    await vi.waitFor(() => expect(isEntered).toBe(true));
    await put('left for others');
    const stopped = worker.stop();
    release();
    await stopped;
    expect([await rowOf('in hand'), await rowOf('left for others')]).toMatchObject([
      { state: 1 },
      { state: 0, attempts: 0 },
    ]);
  });

  it('works through more rows than it can hold at once, without waiting for the poll', async () => {
    for (let i = 0; i < 30; i++) await put(`many ${i}`);
    work({ concurrency: 2, pollMs: 3_600_000, handlers: { greet: async () => {} } });
    await vi.waitFor(async () => expect(await db.query('select 1 from outbox where state = 0')).toEqual([]), {
      timeout: 10_000,
    });
    expect(troubles).toEqual([]);
  });
});
