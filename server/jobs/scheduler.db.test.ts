import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { createLog, type Log } from '@/server/log';
import { TEST_KEYRING } from '@/server/testing/acting';
import { type Job, type Scheduler, startScheduler } from './scheduler';

let db: TestDatabase;
const nodes: Scheduler[] = [];
const logged: string[] = [];
const log: Log = createLog('error', { write: (line) => void logged.push(line) });
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
  logged.length = 0;
});

function startNode(job: Job): Scheduler {
  const node = startScheduler({
    db,
    keyring: TEST_KEYRING,
    jobs: [job],
    log,
    checkpoints: { dataDir: 'unused', auditKey: null },
    pollMs: 5,
  });
  nodes.push(node);
  return node;
}
const rowOf = async (name: string) =>
  (
    await db.query<{ last_error: string | null; ran_at: number | null; holder: string | null }>(
      'select last_error, ran_at, holder from job_leases where name = $1',
      [name],
    )
  )[0];

describe('the scheduler', () => {
  it('runs a job again and again, on one of three nodes at a time', async () => {
    let [now, most, runs] = [0, 0, 0];
    const job: Job = {
      name: 'alone',
      everyMs: 1,
      run: async ({ db: own }) => {
        now += 1;
        most = Math.max(most, now);
        await own.query('select pg_sleep(0.005)');
        now -= 1;
        runs += 1;
      },
    };
    for (let i = 0; i < 3; i++) startNode(job);
    await vi.waitFor(() => expect(runs).toBeGreaterThan(20), { timeout: 10_000 });
    expect(most).toBe(1);
  });

  it('waits for the interval after a run', async () => {
    let runs = 0;
    startNode({
      name: 'hourly',
      everyMs: 3_600_000,
      run: async () => {
        runs += 1;
      },
    });
    await vi.waitFor(async () => expect((await rowOf('hourly'))?.ran_at).toBeTypeOf('number'));
    const [row] = await db.query<{ s: number }>(
      `select extract(epoch from due_at - ran_at)::float8 as s from job_leases where name = 'hourly'`,
    );
    expect(row?.s).toBe(3_600);
    expect(runs).toBe(1);
  });

  it('logs a failed run, keeps its reason in the row and tries again', async () => {
    let runs = 0;
    startNode({
      name: 'failing',
      everyMs: 1,
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('out of luck');
        if (runs === 2) expect((await rowOf('failing'))?.last_error).toBe('out of luck');
      },
    });
    await vi.waitFor(async () => {
      expect(runs).toBeGreaterThan(2);
      expect((await rowOf('failing'))?.last_error).toBeNull();
    });
    expect(logged.filter((line) => line.includes('out of luck'))).toHaveLength(1);
  });

  it('gives the job of a node that died to another when its lease has run out', async () => {
    await db.query(
      `insert into job_leases (name, due_at, holder) values ('orphan', now() + interval '300 ms', 'dead node')`,
    );
    let ranAt = 0;
    startNode({
      name: 'orphan',
      everyMs: 3_600_000,
      run: async ({ db: own }) => {
        ranAt = await own.now();
      },
    });
    const leasedUntil =
      (await db.query<{ at: number }>(`select due_at as at from job_leases where name = 'orphan'`))[0]?.at ?? 0;
    await vi.waitFor(() => expect(ranAt).toBeGreaterThan(0), { timeout: 10_000 });
    expect(ranAt).toBeGreaterThanOrEqual(leasedUntil);
  });

  it('ends the run under way before stop resolves', async () => {
    let [isBegun, isOver] = [false, false];
    const node = startNode({
      name: 'long',
      everyMs: 1,
      run: async ({ db: own }) => {
        isBegun = true;
        await own.query('select pg_sleep(0.2)');
        isOver = true;
      },
    });
    await vi.waitFor(() => expect(isBegun).toBe(true));
    await node.stop();
    expect(isOver).toBe(true);
    expect((await rowOf('long'))?.holder).toBeNull();
  });
});
