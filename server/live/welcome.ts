import type { Database } from '@/db/client';
import { parseRoom } from '@/domain/live/rooms';
import { audit } from '../audit';
import type { UserActor } from '../context';
import type { Log } from '../log';
import { resyncs } from '../metrics';
import { type Beat, isHere } from './beat';
import { hearAttendance } from './hear-attendance';
import { cutOff } from './kick';
import type { LiveServer, LiveSocket } from './live-server';
import { releaseSeat } from './presence';
import { resume } from './resume';
import { roomsFor, roomsToResume } from './rooms-of';
import { packetBudget } from './socket-guards';
import { mayWatch } from './watch';
import { Watching } from './watching';

interface WelcomeParts {
  readonly db: Database;
  readonly wakeFeed: () => void;
  readonly io: LiveServer;
  readonly log: Log;
  readonly beat: Beat;
  /** The node goes down: its pages come back to another node at once, so their seats stay present. */
  readonly isStopping: () => boolean;
}

const MAX_WATCHED = 50;
const PACKET_BURST = 120;
const PACKETS_PER_SECOND = 20;
const RESUME_LIMIT = 500;

/** Puts a new socket into its person's rooms and answers what it asks. Unknown events and odd arguments are ignored. */
export function welcome(parts: WelcomeParts, socket: LiveSocket): void {
  const { userId } = socket.data.actor;
  const budget = packetBudget(PACKET_BURST, PACKETS_PER_SECOND);
  socket.use((_packet, next) => (budget.take(performance.now()) ? next() : cutOff(socket, 'flood')));
  void socket.join([...roomsFor(socket.data.actor)]);
  const watching = new Watching(socket, report(parts, 'a room could not be watched'));
  socket.data.watching = watching;
  answerWatch(parts, socket, watching);
  answerResume(parts, socket, watching);
  hearAttendance(parts, socket, report(parts, 'an attendance could not be stored'));
  socket.on('active', () => parts.beat.active(socket.data.actor.sessionId));
  socket.on('disconnect', () => {
    if (parts.isStopping() || isHere(parts.io, userId)) return;
    releaseSeat(parts.db, userId).catch(report(parts, 'a seat could not be released'));
  });
  parts.beat.arrived(userId);
}

const report = (parts: WelcomeParts, what: string) => (error: unknown) => parts.log.error({ err: error }, what);

/** Asking for a room that is there and not for this person is put on record, as the same question to the API is. */
async function noteRefused(db: Database, actor: UserActor, room: string): Promise<void> {
  const wanted = parseRoom(room);
  if (wanted === null || wanted.id === '' || !/^[\w.-]+$/.test(wanted.id)) return;
  await audit(db, actor, 'refused.out-of-reach', 'live.watch', { room });
}

function answerWatch(parts: WelcomeParts, socket: LiveSocket, watching: Watching): void {
  const { rooms } = watching;
  const watch = async (room: string): Promise<boolean> => {
    if (rooms.has(room)) return true;
    if (rooms.size >= MAX_WATCHED) return false;
    if (!(await mayWatch(parts.db, socket.data.actor, room))) {
      await noteRefused(parts.db, socket.data.actor, room);
      return false;
    }
    await watching.join(room);
    return true;
  };
  socket.on('watch', (room: unknown, answer: unknown) => {
    if (typeof room !== 'string' || typeof answer !== 'function') return;
    void watching.inTurn(async () => answer({ ok: await watch(room) }));
  });
  socket.on('unwatch', (room: unknown) => {
    if (typeof room !== 'string') return;
    void watching.inTurn(() => watching.leave(room));
  });
}

function answerResume(parts: WelcomeParts, socket: LiveSocket, watching: Watching): void {
  const missed = async (cursor: string | null) => {
    // A page asks for its rooms and then for what it missed: the rooms must be joined before the feed is read.
    await watching.settled();
    const rooms = [...(await roomsToResume(parts.db, socket.data.actor)), ...watching.rooms];
    const result = await resume(parts.db, { cursor, rooms, limit: RESUME_LIMIT });
    if (result.kind === 'reset') {
      resyncs.inc();
      return result;
    }
    return { ...result, events: result.events.filter((event) => event.topic !== 'session.ended') };
  };
  socket.on('resume', (cursor: unknown, answer: unknown) => {
    if ((cursor !== null && typeof cursor !== 'string') || typeof answer !== 'function') return;
    missed(cursor).then((result) => answer(result), report(parts, 'a resume failed'));
  });
}
