import { randomUUID } from 'node:crypto';
import type { Database } from '@/db/client';
import type { CheckpointPlace } from '@/server/audit/checkpoint';
import type { Log } from '@/server/log';
import type { Keyring } from '@/server/privacy/keyring';
import { startLoop } from './loop';

export interface JobContext {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly log: Log;
  /** Where this node signs and keeps the audit log's checkpoints. */
  readonly checkpoints: CheckpointPlace;
  /** Wakes this node's feed reader; call after a commit that wrote feed rows. */
  readonly wakeFeed: () => void;
}

/** Scheduled work, run by one node at a time. */
export interface Job {
  readonly name: string;
  /** From the end of one run to the start of the next. */
  readonly everyMs: number;
  /** Writes in transactions of at most a second, and may be cut off anywhere: the next run goes on. */
  readonly run: (context: JobContext) => Promise<void>;
  /**
   * When another node may take over from one that died in the middle; 15 s without it. A run that takes longer may meet a
   * second one, so it must bear that.
   */
  readonly leaseMs?: number;
}

export interface Scheduler {
  /** Starts no further run; resolves when those under way are over. */
  stop(): Promise<void>;
}

export interface SchedulerOptions extends Omit<JobContext, 'wakeFeed'> {
  readonly jobs: readonly Job[];
  readonly wakeFeed?: () => void;
  /** How often this node looks for due jobs. */
  readonly pollMs?: number;
}

const LEASE_MS = 15_000;

/** Runs the jobs of the table, each on whichever node finds it due first. A failed run is logged and kept in its row. */
export function startScheduler(options: SchedulerOptions): Scheduler {
  const { db, keyring, jobs, log, checkpoints, wakeFeed = () => {} } = options;
  const underWay = new Set<Promise<void>>();
  let isKnown = false;

  const loop = startLoop({
    everyMs: options.pollMs ?? 100,
    onError: (error) => log.error({ err: error }, 'the job table could not be read'),
    step: async () => {
      if (!isKnown) await addRows(db, jobs);
      isKnown = true;
      for (const taken of await takeDue(db, jobs)) {
        const work = runJob(taken)
          .catch((error) => log.error({ err: error, job: taken.job.name }, 'the end of a job could not be stored'))
          .finally(() => underWay.delete(work));
        underWay.add(work);
      }
      return false;
    },
  });

  async function runJob({ job, holder }: TakenJob): Promise<void> {
    let failure: string | null = null;
    try {
      await job.run({ db, keyring, log, checkpoints, wakeFeed });
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      log.error({ err: error, job: job.name }, 'a job failed');
    }
    await giveBack(db, job, holder, failure);
  }

  return {
    stop: async () => {
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}

interface TakenJob {
  readonly job: Job;
  /** Names this run: a run whose lease was lost cannot give back the lease of the next. */
  readonly holder: string;
}

async function addRows(db: Database, jobs: readonly Job[]): Promise<void> {
  await db.query('insert into job_leases (name) select unnest($1::text[]) on conflict do nothing', [
    jobs.map((job) => job.name),
  ]);
}

async function takeDue(db: Database, jobs: readonly Job[]): Promise<TakenJob[]> {
  const run = randomUUID();
  const taken = await db.query<{ name: string }>(
    `with due as (
       select name from job_leases where name = any ($1) and due_at <= now() order by name for update skip locked)
     update job_leases l set due_at = now() + j.lease_ms * interval '1 ms', holder = $3
     from due join unnest($1::text[], $2::float8[]) j (name, lease_ms) using (name)
     where l.name = due.name returning l.name`,
    [jobs.map((job) => job.name), jobs.map((job) => job.leaseMs ?? LEASE_MS), run],
  );
  const names = new Set(taken.map((row) => row.name));
  return jobs.filter((job) => names.has(job.name)).map((job) => ({ job, holder: run }));
}

async function giveBack(db: Database, job: Job, holder: string, failure: string | null): Promise<void> {
  await db.query(
    `update job_leases set due_at = now() + $3 * interval '1 ms', ran_at = now(), last_error = $4, holder = null
     where name = $1 and holder = $2`,
    [job.name, holder, job.everyMs, failure],
  );
}
