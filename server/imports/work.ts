import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@/db/client';
import { RefusedFile } from '../channels/csv/columns';
import { AppError, notFound } from '../errors';
import { type Loop, startLoop } from '../jobs/loop';
import type { Log } from '../log';
import { checkFile } from './check';
import type { FileState } from './import-file';
import { extendLease, giveBack, type HeldFile, keepFile, LostLease, takeFile } from './lease';
import { type TakeContext, takeOrders, verifyFile } from './take-orders';

export type ImportWork = TakeContext & { readonly log: Pick<Log, 'error' | 'warn'> };

const STEPS = {
  checking: checkFile,
  importing: takeOrders,
  verifying: verifyFile,
} as const;
type Step = keyof typeof STEPS;

/** What is left of a step that threw: the file refused, given back to be tried again, or somebody else's. */
async function settle({ db, log }: ImportWork, held: HeldFile, error: unknown): Promise<void> {
  if (error instanceof LostLease) return;
  if (error instanceof RefusedFile) {
    await keepFile(db, held, `state = 'refused', refusal = $3`, [JSON.stringify(error.problem)]);
    return;
  }
  const isBusy = error instanceof AppError && error.code === 'busy';
  log[isBusy ? 'warn' : 'error'](
    { err: error, fileId: held.file.fileId },
    'a file could not be gone on with; it is tried again',
  );
  await giveBack(db, held, !isBusy);
}

const HOLD_EVERY_MS = 4_000;

/** Keeps a file in hand while this process lives; returns how to let go. */
function holdOn({ db, log }: ImportWork, held: HeldFile): () => void {
  const timer = setInterval(() => {
    extendLease(db, held).catch((error: unknown) => log.warn({ err: error }, 'a file could not be held on to'));
  }, HOLD_EVERY_MS);
  return () => clearInterval(timer);
}

/** Does one step of one file, of `only` where it is named. Whether there was one. */
export async function workOnImports(ctx: ImportWork, only: string | null = null): Promise<boolean> {
  const held = await takeFile(ctx.db, only);
  if (held === null) return false;
  const stopHolding = holdOn(ctx, held);
  try {
    await STEPS[held.file.state as Step](ctx, held);
    stopHolding();
    await freeForNext(ctx.db, held);
  } catch (error) {
    stopHolding();
    await settle(ctx, held, error).catch((lost: unknown) => {
      if (!(lost instanceof LostLease)) throw lost;
    });
  } finally {
    stopHolding();
  }
  return true;
}

/** The next step may begin at once, here or elsewhere. */
async function freeForNext(db: Database, { file, lease }: HeldFile): Promise<void> {
  await db.query('update import_files set lease = null, lease_until = null where id = $1 and lease = $2', [
    file.fileId,
    lease,
  ]);
}

const WORKED_ON = new Set<FileState>(['checking', 'importing', 'verifying']);
const POLL_MS = 50;

/** Works on one file until it waits for somebody or has ended, together with any other node that has it in hand. */
export async function workUntilItWaits(ctx: ImportWork, fileId: string): Promise<FileState> {
  for (;;) {
    const [file] = await ctx.db.query<{ state: FileState }>('select state from import_files where id = $1', [fileId]);
    if (!file) throw notFound('file');
    if (!WORKED_ON.has(file.state)) return file.state;
    if (!(await workOnImports(ctx, fileId))) await pause(POLL_MS);
  }
}

const EVERY_MS = 1_000;
/** A long file must not keep another shop's waiting. */
const LANES = 2;

/** Works on files as they come, on any node. */
export function startImports(ctx: ImportWork): Loop {
  const lanes = Array.from({ length: LANES }, () =>
    startLoop({
      everyMs: EVERY_MS,
      step: () => workOnImports(ctx),
      onError: (error) => ctx.log.error({ err: error }, 'imports could not be worked on; it is tried again'),
    }),
  );
  return {
    wake: () => {
      for (const lane of lanes) lane.wake();
    },
    stop: async () => {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}
