import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { reasonText } from '@/domain/intake/reason';
import { problemOf } from '@/server/fetching/problem';
import { retryDelayMs } from '@/server/fetching/settle';
import { type Loop, startLoop } from '@/server/jobs/loop';
import { type HeldConnection, holdConnection, type StreamEnd, type StreamServices } from './held-connection';
import { leaseStream, releaseStream, type StreamLease } from './stream-lease';
import type { StreamTarget } from './streams-of';

const LOOK_EVERY_MS = SECOND_MS;
/** A connection that lived so long was a good one: its end counts as none of several in a row. */
const GOOD_MS = MINUTE_MS;
const MOST_WAIT_MS = MINUTE_MS;

/** By what a connection is opened: another secret or address needs another connection. */
const openedBy = ({ keys }: StreamTarget): string => JSON.stringify([keys.secrets[0], keys.credentials]);

interface Held {
  readonly lease: StreamLease;
  readonly connection: HeldConnection;
  readonly openedBy: string;
  readonly over: Promise<void>;
}

/** Gives a connection back once it is over, and says what was wrong with it. */
async function settle(services: StreamServices, lease: StreamLease, shopId: string, end: StreamEnd): Promise<void> {
  const { db, random, onProblem } = services;
  if (end.reason !== null) onProblem(shopId, new Error(reasonText(end.reason, 'en')));
  const failures = end.reason === null || end.livedMs > GOOD_MS ? 0 : lease.failures + 1;
  const waitMs = end.reason === null ? 0 : Math.min(MOST_WAIT_MS, retryDelayMs(failures, random));
  await releaseStream(db, lease, { failures, reason: end.reason, waitMs });
}

/** Holds every connection that no other node holds, while the process lives. `targets` is asked each second. */
export function startStreams(
  services: StreamServices & { readonly targets: () => Promise<readonly StreamTarget[]> },
): Loop {
  const held = new Map<string, Held>();
  const { db, onProblem } = services;

  async function begin(lease: StreamLease, target: StreamTarget): Promise<void> {
    const [{ shopId }] = target.shops;
    const fail = (error: unknown) => settle(services, lease, shopId, { reason: problemOf(error).reason, livedMs: 0 });
    let connection: HeldConnection;
    try {
      connection = holdConnection(services, target, lease);
    } catch (error) {
      return fail(error);
    }
    const over = connection.over
      .then((end) => settle(services, lease, shopId, end))
      .catch((error: unknown) => onProblem(shopId, error))
      .finally(() => held.delete(target.id));
    held.set(target.id, { lease, connection, openedBy: openedBy(target), over });
  }

  async function step(): Promise<boolean> {
    const targets = new Map((await services.targets()).map((target) => [target.id, target]));
    for (const [id, { connection, openedBy: before }] of held) {
      const target = targets.get(id);
      if (target && openedBy(target) === before) connection.carry(target);
      else void connection.close(null);
    }
    const free = [...targets.values()].filter(({ id }) => !held.has(id));
    const lease = await leaseStream(
      db,
      free.map(({ id, shops }) => ({ id, shopIds: shops.map(({ shopId }) => shopId) })),
    );
    const target = targets.get(lease?.id ?? '');
    if (!lease || !target) return false;
    await begin(lease, target);
    return true;
  }
  const loop = startLoop({ everyMs: LOOK_EVERY_MS, onError: (error) => onProblem('', error), step });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await Promise.all([...held.values()].map(({ connection, over }) => connection.close(null).then(() => over)));
    },
  };
}
