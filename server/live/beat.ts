import type { Database } from '@/db/client';
import { SECOND_MS } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import { noteActivity } from '../auth/session-life';
import { readIntake } from '../health/intake';
import { startLoop } from '../jobs/loop';
import type { Log } from '../log';
import { renewAttendances, sweepAttendances } from './attendances';
import { keepRights } from './keep-rights';
import { dropSlow, kickSignedOut } from './kick';
import type { LiveServer } from './live-server';
import { announcePresence, RENEW_EVERY_MS, renewSeats } from './presence';
import { checkSessions } from './session-check';

const STEP_MS = SECOND_MS;
const PULSE_EVERY_MS = 2 * SECOND_MS;
const SLOW_CHECK_MS = 500;

export interface BeatParts {
  readonly db: Database;
  readonly io: LiveServer;
  readonly log: Log;
  readonly feedPosition: () => { readonly cursor: string | null; readonly lagMs: number };
  readonly wakeFeed: () => void;
}

/** What the gateway does by itself: checks sign-ins and grants each second, tells the time, keeps seats present, drops slow readers. */
export interface Beat {
  /** A socket of this person was opened: the seat is present at once. */
  arrived(userId: string): void;
  /** Somebody looks at a page of this sign-in. */
  active(sessionId: string): void;
  /** A grant was given or ended: sockets follow at once. */
  grantsChanged(): void;
  stop(): Promise<void>;
}

export function startBeat(parts: BeatParts): Beat {
  const { db, io } = parts;
  const arrivals = new Set<string>();
  const active = new Set<string>();
  let pulsedMs = Number.NEGATIVE_INFINITY;
  let renewedMs = performance.now();

  async function keepPresence(nowMs: number): Promise<void> {
    const isToRenewAll = nowMs - renewedMs >= RENEW_EVERY_MS;
    const here = new Set(actorsOf(io).map((actor) => actor.userId));
    // Who came and went again meanwhile has been let go already.
    const seen = isToRenewAll ? here : new Set([...arrivals].filter((userId) => here.has(userId)));
    arrivals.clear();
    await renewSeats(db, [...seen]);
    if (isToRenewAll) await renewAttendances(db, pagesOf(io));
    if (isToRenewAll) renewedMs = nowMs;
    if ((await announcePresence(db)) + (await sweepAttendances(db)) > 0) parts.wakeFeed();
  }

  const loop = startLoop({
    everyMs: STEP_MS,
    onError: (error) => parts.log.error({ err: error }, 'the check of live sign-ins and seats failed'),
    step: async () => {
      const nowMs = performance.now();
      const sessionIds = [...new Set(actorsOf(io).map((actor) => actor.sessionId))];
      const { now, ended } = await checkSessions(db, sessionIds);
      kickSignedOut(io, ended);
      await keepRights(db, io);
      const { cursor, lagMs } = parts.feedPosition();
      if (cursor !== null && nowMs - pulsedMs >= PULSE_EVERY_MS - STEP_MS / 2) {
        pulsedMs = nowMs;
        const { waitingSince } = await readIntake(db);
        const intakeLagMs = waitingSince === null ? 0 : Math.max(0, now - waitingSince);
        io.local.emit('pulse', { cursor, serverNow: now, lagMs: Math.round(lagMs), intakeLagMs });
      }
      const looking = [...active];
      active.clear();
      await noteActivity(db, looking);
      await keepPresence(nowMs);
      return false;
    },
  });
  const slowCheck = setInterval(() => dropSlow(io), SLOW_CHECK_MS);

  return {
    arrived: (userId) => {
      arrivals.add(userId);
      loop.wake();
    },
    grantsChanged: loop.wake,
    active: (sessionId) => void active.add(sessionId),
    stop: () => {
      clearInterval(slowCheck);
      return loop.stop();
    },
  };
}

/** Everybody with a socket on this node, once per socket that has been let in. */
const actorsOf = (io: LiveServer) => [...io.sockets.sockets.values()].map((socket) => socket.data.actor);

const pagesOf = (io: LiveServer) =>
  [...io.sockets.sockets.values()].flatMap(({ data: { pageId, actor } }) =>
    pageId === undefined ? [] : [{ pageId, userId: actor.userId }],
  );

/** Whether a person has a socket on this node. */
export const isHere = (io: LiveServer, userId: string): boolean => io.sockets.adapter.rooms.has(roomOf.user(userId));
