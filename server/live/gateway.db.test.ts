import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { anOrder } from '@/db/testing/conversation-builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { ClientToServer, LiveEvent, ResumeAnswer, ServerToClient } from '@/domain/live/events';
import { roomOf } from '@/domain/live/rooms';
import type { Auth } from '../auth/auth';
import { whoIs } from '../auth/who-is';
import type { Role, UserActor } from '../context';
import { createLog } from '../log';
import { createUser } from '../people/create';
import { revokeSessions } from '../people/revoke-sessions';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, contextOf } from '../testing/acting';
import { aConversation } from '../testing/conversation-card';
import { signIn, testAuth } from '../testing/sign-in';
import { createFeedReader, type FeedReader } from './feed';
import { type Gateway, openGateway } from './gateway';
import { publish } from './publish';

type Client = Socket<ServerToClient, ClientToServer>;
const log = createLog('silent');
const password = 'correct horse battery';
let db: TestDatabase;
let auth: Auth;
let pool: pg.Pool;
let http: HttpServer;
let feed: FeedReader;
let gateway: Gateway;
let origin: string;
let admin: UserActor;
let north: string;
let south: string;
let made = 0;
const open: Client[] = [];

const headersOf = (req: { headers: NodeJS.Dict<string | string[]> }) =>
  new Headers({ cookie: String(req.headers.cookie ?? '') });

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  ({ auth, pool } = testAuth(db, origin));
  const onError = (error: unknown) => {
    throw error;
  };
  feed = createFeedReader({ db, onEvents: (events) => gateway.deliver(events), onError });
  gateway = openGateway({
    http,
    db,
    log,
    origins: [origin],
    whoIs: (headers) => whoIs(auth, db, headers),
    headersOf,
    feedPosition: () => ({ cursor: feed.cursor(), lagMs: feed.lagMs() }),
    wakeFeed: () => feed.wake(),
  });
  admin = await anActor(db, { role: 'admin' });
  north = await aGroup(db);
  south = await aGroup(db);
});
afterEach(() => {
  for (const client of open.splice(0)) client.disconnect();
});
afterAll(async () => {
  await gateway.stop();
  await feed.stop();
  await pool.end();
  http.close();
});

async function aPerson(role: Role, groupId: string | null) {
  const username = `live.${++made}`;
  const { userId } = await createUser(contextOf(db, admin), { username, name: '林', role, groupId, password });
  const { cookie } = await signIn(auth, username, password);
  return { userId, cookie };
}

function client(headers: Record<string, string>): Client {
  const socket: Client = connect(origin, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });
  open.push(socket);
  return socket;
}
const outcome = (socket: Client) =>
  new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', (error) => resolve(error.message));
  });
async function aClient(cookie: string): Promise<Client> {
  const socket = client({ origin, cookie });
  expect(await outcome(socket)).toBe('connected');
  return socket;
}
const heard = (socket: Client) => {
  const events: LiveEvent[] = [];
  socket.on('live', (event) => events.push(event));
  return events;
};
const watch = (socket: Client, room: string) =>
  new Promise<boolean>((resolve) => socket.emit('watch', room, ({ ok }) => resolve(ok)));
const resumeFrom = (socket: Client, cursor: string | null) =>
  new Promise<ResumeAnswer>((resolve) => socket.emit('resume', cursor, resolve));
/** Over once it can be read: the feed is read as far as no writer of before is under way. */
async function announce(rooms: string[], id: string): Promise<void> {
  await db.tx((tx) => publish(tx, [{ topic: 'notice.posted', rooms, id, version: 1, patch: { noticeId: id } }]));
  const writers = 'select 1 from pg_stat_activity where datname = current_database() and backend_xid is not null';
  await vi.waitFor(async () => expect(await db.query(writers)).toEqual([]), { timeout: 5_000, interval: 5 });
}
const noticesOf = (events: readonly LiveEvent[]) =>
  events.filter((event) => event.topic === 'notice.posted').map((event) => event.id);

describe('the door', () => {
  it('refuses a page of another origin, and one that names none, even with a valid sign-in', async () => {
    const { cookie } = await aPerson('agent', north);
    expect(await outcome(client({ origin: 'https://evil.example', cookie }))).toBe('websocket error');
    expect(await outcome(client({ cookie }))).toBe('websocket error');
  });

  it('refuses whoever is not signed in', async () => {
    expect(await outcome(client({ origin }))).toBe('signed-out');
    expect(await outcome(client({ origin, cookie: 'tidewatch.session_token=made-up' }))).toBe('signed-out');
  });

  it('does not talk to long polling', async () => {
    const response = await fetch(`${origin}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    expect(response.status).toBe(400);
  });
});

describe('rooms', () => {
  it('carry a change to the group it is for, to those who see all groups, and to nobody else; once each', async () => {
    const [agent, other, manager] = await Promise.all([
      aPerson('agent', north),
      aPerson('agent', south),
      aPerson('manager', null),
    ]);
    const mine = heard(await aClient(agent.cookie));
    const theirs = heard(await aClient(other.cookie));
    const all = heard(await aClient(manager.cookie));
    await announce([roomOf.group(north), roomOf.user(agent.userId)], 'for-north');
    await announce([roomOf.everyone()], 'for-all');
    await vi.waitFor(() => {
      for (const events of [mine, theirs, all]) expect(noticesOf(events)).toContain('for-all');
    });
    expect(noticesOf(mine)).toEqual(['for-north', 'for-all']);
    expect(noticesOf(all)).toEqual(['for-north', 'for-all']);
    expect(noticesOf(theirs)).toEqual(['for-all']);
  });

  it("of other people, groups and sign-ins cannot be asked for, nor another group's order", async () => {
    const orderOf = async (groupId: string) => (await anOrder(db, { groupId })).orderId;
    const agent = await aPerson('agent', north);
    const socket = await aClient(agent.cookie);
    const refused = [
      roomOf.user(admin.userId),
      roomOf.group(south),
      'group:*',
      roomOf.board(),
      roomOf.everyone(),
      roomOf.order(await orderOf(south)),
      roomOf.order('1; drop table orders'),
      roomOf.customer('999999'),
      'nonsense',
    ];
    for (const room of refused) expect([room, await watch(socket, room)]).toEqual([room, false]);
    const noted = await db.query<{ room: string }>(
      "select detail->>'room' as room from audit where actor = $1 and action = 'refused.out-of-reach' order by id",
      [agent.userId],
    );
    expect(noted.map(({ room }) => room)).toEqual([refused[0], refused[1], refused[5], refused[7]]);
    const own = roomOf.order(await orderOf(north));
    expect(await watch(socket, own)).toBe(true);
    const events = heard(socket);
    await announce([own], 'about-the-order');
    await vi.waitFor(() => expect(noticesOf(events)).toEqual(['about-the-order']));
  });

  it('are left when asked, also before the first answer has come, so that flipping through orders never fills them', async () => {
    const { cookie } = await aPerson('manager', null);
    const socket = await aClient(cookie);
    for (let customer = 1; customer <= 55; customer += 1) {
      socket.emit('watch', roomOf.customer(String(customer)), () => {});
      socket.emit('unwatch', roomOf.customer(String(customer)));
    }
    expect(await watch(socket, roomOf.customer('56'))).toBe(true);
    const events = heard(socket);
    await announce([roomOf.customer('55')], 'left');
    await announce([roomOf.customer('56')], 'stayed');
    await vi.waitFor(() => expect(noticesOf(events)).toEqual(['stayed']));
  });

  it('number fifty at most; whoever keeps asking is cut off', async () => {
    const { cookie } = await aPerson('manager', null);
    const socket = await aClient(cookie);
    const gone = new Promise<string>((resolve) => socket.once('disconnect', (reason) => resolve(reason)));
    let joined = 0;
    for (let room = 1; room <= 5000; room += 1)
      socket.emit('watch', roomOf.customer(String(room)), ({ ok }) => {
        if (ok) joined += 1;
      });
    await gone;
    expect(joined).toBeLessThanOrEqual(50);
  });
});

describe('odd messages', () => {
  it('are ignored: unknown events, events without an answer, arguments of another type', async () => {
    const { cookie } = await aPerson('agent', north);
    const socket = await aClient(cookie);
    const raw = socket as unknown as { emit(event: string, ...args: unknown[]): void };
    raw.emit('drop table', {});
    raw.emit('__proto__', 'x');
    raw.emit('watch', { toString: 1 });
    raw.emit('watch', 'board');
    raw.emit('resume', 12, 'no function');
    raw.emit('unwatch', null);
    expect(await watch(socket, roomOf.board())).toBe(false);
    expect(socket.connected).toBe(true);
  });
});

describe('a client that stops reading', () => {
  it('is dropped within 2 s, before what waits for it fills the memory; others go on', async () => {
    await vi.waitFor(() => expect(gateway.socketCount()).toBe(0), 5_000);
    const { cookie } = await aPerson('agent', north);
    const healthy = heard(await aClient(cookie));
    const stalled = await aClient(cookie);
    const { transport } = stalled.io.engine as unknown as { transport: { ws: { pause(): void } } };
    transport.ws.pause();
    const noticeId = 'x'.repeat(100_000);
    const event = { topic: 'notice.posted', cursor: '1', id: '1', version: 1, at: 0, patch: { noticeId } } as const;
    for (let sent = 0; sent < 200; sent += 1) {
      gateway.deliver([{ rooms: [roomOf.everyone()], event }]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const startedMs = performance.now();
    await vi.waitFor(() => expect(gateway.socketCount()).toBe(1), 5_000);
    expect(performance.now() - startedMs).toBeLessThan(2_500);
    await vi.waitFor(() => expect(noticesOf(healthy)).toHaveLength(200), 5_000);
  });
});

describe('a database that was replaced', () => {
  it('cuts every connection, so that each page comes back and starts anew', async () => {
    const { cookie } = await aPerson('agent', north);
    const socket = await aClient(cookie);
    const reason = new Promise<string>((resolve) => socket.once('disconnect', resolve));
    gateway.startOver();
    expect(await reason).toBe('transport close');
  });
});

describe('a sign-in that ends', () => {
  it('closes its sockets within 5 s, after telling the page why', async () => {
    const { userId, cookie } = await aPerson('agent', north);
    const socket = await aClient(cookie);
    const told = new Promise<void>((resolve) => socket.once('signed-out', resolve));
    const gone = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
    const startedMs = performance.now();
    await revokeSessions(contextOf(db, admin), { userId });
    await Promise.all([told, gone]);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it.each([
    ['the row is gone', 'delete from sessions where user_id = $1'],
    ['the person is banned', 'update users set banned = true where id = $1'],
  ])('closes them also when nobody announced it: %s', async (_, end) => {
    const { userId, cookie } = await aPerson('agent', north);
    const socket = await aClient(cookie);
    const gone = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
    const startedMs = performance.now();
    await db.query(end, [userId]);
    await gone;
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

describe('a right that is lent', () => {
  const lend = (userId: string, forMs: number) =>
    db.tx(async (tx) => {
      await tx.query(
        `insert into grants (user_id, right_id, group_id, reason, granted_by, expires_at)
         values ($1, 'watch-group', $2, 'evening shift', $3, now() + $4 * interval '1 ms')`,
        [userId, south, admin.userId, forMs],
      );
    });
  const rightsChange = (socket: Client) => new Promise<void>((resolve) => socket.once('rights-changed', resolve));

  it('opens rooms on a socket that stands, and closes them within 5 s of its end, those asked for included', async () => {
    const { userId, cookie } = await aPerson('agent', north);
    const socket = await aClient(cookie);
    const order = roomOf.order((await anOrder(db, { groupId: south })).orderId);
    expect(await watch(socket, order)).toBe(false);
    const begun = rightsChange(socket);
    await lend(userId, 2_500);
    await begun;
    expect(await watch(socket, order)).toBe(true);
    const events = heard(socket);
    await announce([roomOf.group(south)], 'lent');
    await announce([order], 'lent-order');
    await vi.waitFor(() => expect(noticesOf(events)).toEqual(['lent', 'lent-order']));
    const ended = rightsChange(socket);
    await vi.waitFor(
      async () =>
        expect(await db.query('select 1 from grants where user_id = $1 and expires_at > now()', [userId])).toEqual([]),
      { timeout: 5_000 },
    );
    const overMs = performance.now();
    await ended;
    expect(performance.now() - overMs).toBeLessThan(5_000);
    await announce([roomOf.group(south)], 'not any more');
    await announce([order], 'nor this');
    await announce([roomOf.group(north)], 'own');
    await vi.waitFor(() => expect(noticesOf(events)).toContain('own'));
    expect(noticesOf(events)).toEqual(['lent', 'lent-order', 'own']);
    expect(await watch(socket, order)).toBe(false);
  });

  it('lets a resume answer for the lent group, and no longer once it is over', async () => {
    const { userId, cookie } = await aPerson('agent', north);
    await lend(userId, 60_000);
    const socket = await aClient(cookie);
    const start = await resumeFrom(socket, null);
    await announce([roomOf.group(south)], 'lent too');
    const answer = await resumeFrom(socket, start.cursor);
    expect(answer.kind === 'events' ? noticesOf(answer.events) : answer).toEqual(['lent too']);
    const ended = rightsChange(socket);
    await db.query(`update grants set starts_at = now() - interval '1 h', expires_at = now() where user_id = $1`, [
      userId,
    ]);
    await ended;
    const after = await resumeFrom(socket, start.cursor);
    expect(after.kind === 'events' ? noticesOf(after.events) : after).toEqual([]);
  });
});

describe('resume', () => {
  it('answers with what the rooms missed, and never with what other groups did', async () => {
    const agent = await aPerson('agent', north);
    const manager = await aPerson('manager', null);
    const socket = await aClient(agent.cookie);
    const start = await resumeFrom(socket, null);
    expect(start.kind).toBe('reset');
    await announce([roomOf.group(north)], 'missed');
    await announce([roomOf.group(south)], 'not-mine');
    const answer = await resumeFrom(socket, start.cursor);
    const all = await resumeFrom(await aClient(manager.cookie), start.cursor);
    expect(answer.kind === 'events' ? noticesOf(answer.events) : answer).toEqual(['missed']);
    expect(all.kind === 'events' ? noticesOf(all.events) : all).toEqual(['missed', 'not-mine']);
  });

  it('answers for a room that was asked for just before', async () => {
    const { cookie } = await aPerson('agent', north);
    const socket = await aClient(cookie);
    const start = await resumeFrom(socket, null);
    const room = roomOf.order((await anOrder(db, { groupId: north })).orderId);
    await announce([room], 'while-away');
    const [isIn, answer] = await Promise.all([watch(socket, room), resumeFrom(socket, start.cursor)]);
    expect(isIn).toBe(true);
    expect(answer.kind === 'events' ? noticesOf(answer.events) : answer).toEqual(['while-away']);
  });

  it('starts anew with a cursor that was made up', async () => {
    const { cookie } = await aPerson('agent', north);
    expect((await resumeFrom(await aClient(cookie), 'made.up.1')).kind).toBe('reset');
  });
});

describe('the pulse', () => {
  it("brings the cursor and the database's clock", async () => {
    const { cookie } = await aPerson('agent', north);
    const socket = await aClient(cookie);
    const beat = await new Promise<Parameters<ServerToClient['pulse']>[0]>((resolve) => socket.once('pulse', resolve));
    expect(Math.abs(beat.serverNow - (await db.now()))).toBeLessThan(5_000);
    expect(beat.cursor).toMatch(/^[0-9a-f]{16}\./);
  });
});

describe('presence', () => {
  const isPresent = async (userId: string) => {
    const [row] = await db.query<{ isPresent: boolean }>(
      `select seen_at > now() - interval '15 s' as "isPresent" from seats where user_id = $1`,
      [userId],
    );
    return row?.isPresent;
  };

  it('begins with the first page and ends within 10 s of the last, and colleagues hear of both', async () => {
    const watcher = await aPerson('supervisor', north);
    const agent = await aPerson('agent', north);
    const events = heard(await aClient(watcher.cookie));
    const seatEvents = () =>
      events.flatMap((event) =>
        event.topic === 'seat.changed' && event.id === agent.userId ? [event.patch.isPresent] : [],
      );
    expect(await isPresent(agent.userId)).toBe(false);
    const [first, second] = [await aClient(agent.cookie), await aClient(agent.cookie)];
    await vi.waitFor(() => expect(seatEvents()).toEqual([true]), 5_000);
    first.disconnect();
    second.disconnect();
    const leftMs = performance.now();
    await vi.waitFor(() => expect(seatEvents()).toEqual([true, false]), { timeout: 12_000, interval: 50 });
    expect(performance.now() - leftMs).toBeLessThan(11_000);
    expect(await isPresent(agent.userId)).toBe(false);
  });
});

describe('who is at a card', () => {
  const pageId = () => `page-${++made}-of-the-test`;
  const attended = (events: readonly LiveEvent[]) =>
    events.flatMap(({ topic, patch }) => (topic === 'card.attended' ? [patch] : []));

  it('is heard by the group while the page looks, types, changes the card and leaves, on every node', async () => {
    const [agent, colleague] = [await aPerson('agent', north), await aPerson('agent', north)];
    const [first, second] = [await aConversation(db, north, ['在吗']), await aConversation(db, north, ['你好'])];
    const events = heard(await aClient(colleague.cookie));
    const page = await aClient(agent.cookie);
    const own = pageId();
    page.emit('attend', own, first.taskId, false);
    page.emit('attend', own, first.taskId, true);
    for (let key = 0; key < 20; key += 1) page.emit('attend', own, first.taskId, true);
    page.emit('attend', own, second.taskId, false);
    await vi.waitFor(() => expect(attended(events).at(-1)).toMatchObject({ taskId: second.taskId }), 10_000);
    // Twenty keys within a moment are one piece of news.
    expect(attended(events).map(({ taskId, typingUntil }) => [taskId, typingUntil !== null])).toEqual([
      [first.taskId, false],
      [first.taskId, true],
      [second.taskId, false],
    ]);
    page.disconnect();
    await vi.waitFor(() => expect(attended(events).at(-1)).toMatchObject({ pageId: own, taskId: null }), 12_000);
  });

  it('is nobody of another group, and no page speaks in the name of another person', async () => {
    const [agent, stranger] = [await aPerson('agent', north), await aPerson('agent', south)];
    const { taskId } = await aConversation(db, north, ['在吗']);
    const events = heard(await aClient(agent.cookie));
    const [mine, theirs] = [await aClient(agent.cookie), await aClient(stranger.cookie)];
    const own = pageId();
    mine.emit('attend', own, taskId, false);
    await vi.waitFor(() => expect(attended(events)).toHaveLength(1), 10_000);
    theirs.emit('attend', pageId(), taskId, true);
    const other = await aClient(stranger.cookie);
    other.emit('attend', own, taskId, true);
    other.emit('attend', own, null, false);
    mine.emit('attend', own, taskId, true);
    await vi.waitFor(() => expect(attended(events).length).toBeGreaterThan(1), 10_000);
    expect(new Set(attended(events).map(({ userId }) => userId))).toEqual(new Set([agent.userId]));
    expect(attended(events).every((patch) => patch.taskId === taskId)).toBe(true);
  });

  it('keeps the sign-in of a page that somebody looks at awake', async () => {
    const { userId, cookie } = await aPerson('agent', north);
    const page = await aClient(cookie);
    await db.query(`update sessions set seen_at = now() - interval '20 minutes' where user_id = $1`, [userId]);
    page.emit('active');
    const fresh = () =>
      db.query(`select 1 from sessions where user_id = $1 and seen_at > now() - interval '1 minute'`, [userId]);
    await vi.waitFor(async () => expect(await fresh()).toHaveLength(1), 5_000);
  });
});
