import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientToServer, LiveEvent, ResumeAnswer, ServerToClient } from '@/domain/live/events';
import { LiveConnection } from './live-connection';

type Answers = (cursor: string | null) => ResumeAnswer | null;

const NOW = 1_800_000_000_000;
const caughtUp = (cursor: string): ResumeAnswer => ({ kind: 'events', events: [], cursor, serverNow: NOW });
const reset = (cursor: string): ResumeAnswer => ({
  kind: 'reset',
  cursor,
  serverNow: NOW,
  isOtherHistory: false,
});
const event = (cursor: string): LiveEvent => ({
  topic: 'order.changed',
  cursor,
  id: '7',
  version: 2,
  at: NOW,
  patch: { orderNo: 'A-7' },
});

let io: Server<ClientToServer, ServerToClient>;
let url: string;
let asked: (string | null)[];
let watched: string[];
let answers: Answers;
let page: LiveConnection;

beforeEach(async () => {
  const http = createServer();
  io = new Server(http, { transports: ['websocket'] });
  asked = [];
  watched = [];
  answers = () => caughtUp('c1');
  io.on('connection', (socket) => {
    socket.on('resume', (cursor, answer) => {
      asked.push(cursor);
      const found = answers(cursor);
      if (found) answer(found);
    });
    socket.on('watch', (room, answer) => {
      watched.push(`+${room}`);
      answer({ ok: true });
    });
    socket.on('unwatch', (room) => watched.push(`-${room}`));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  page.close();
  await io.close();
});

const open = (onSignedOut = () => {}) => {
  page = new LiveConnection({ url, onSignedOut });
  return page;
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const isLive = () => until(() => expect(page.freshness.status).toBe('live'));
const cutOff = () => io.disconnectSockets(true);

describe('a page that opens', () => {
  it('refetches once the socket stands, because what it fetched before may miss a change', async () => {
    answers = () => reset('c1');
    const resets: boolean[] = [];
    open().onReset((isFirst) => resets.push(isFirst));
    await isLive();
    expect(resets).toEqual([true]);
    expect(asked).toEqual([null]);
  });

  it('has missed nothing, however often it asks before it knows where the feed stands', async () => {
    const waiting: ((answer: ResumeAnswer) => void)[] = [];
    io.on('connection', (socket) => {
      socket.removeAllListeners('resume');
      socket.on('resume', (_cursor, answer) => waiting.push(answer));
    });
    const resets: boolean[] = [];
    const opened = open();
    opened.onReset((isFirst) => resets.push(isFirst));
    await until(() => expect(waiting).toHaveLength(1));
    opened.watch('board');
    await until(() => expect(waiting).toHaveLength(2));
    for (const answer of waiting) answer(reset('c1'));
    await until(() => expect(resets).toEqual([true, true]));
  });

  it('is not live before the server has said what was missed, whatever else it hears', async () => {
    answers = () => null;
    open();
    await until(() => expect(asked).toHaveLength(1));
    io.emit('pulse', { cursor: 'c9', serverNow: NOW, lagMs: 0, intakeLagMs: 0 });
    await until(() => expect(Math.abs(page.serverNow() - NOW)).toBeLessThan(5_000));
    expect(page.freshness).toMatchObject({ status: 'connecting', ageMs: null });
  });

  it('reads the server’s clock from what it hears', async () => {
    open();
    await isLive();
    expect(Math.abs(page.serverNow() - NOW)).toBeLessThan(5_000);
    expect(Math.abs((page.freshness.asOf ?? 0) - NOW)).toBeLessThan(5_000);
  });
});

describe('a page whose connection breaks', () => {
  it('says so, comes back, and asks for everything since the last event it saw', async () => {
    open();
    await isLive();
    const seen: string[] = [];
    page.onLive(({ cursor }) => seen.push(cursor));
    io.emit('live', event('c5'));
    await until(() => expect(seen).toEqual(['c5']));
    const statuses = new Set<string>();
    page.onFreshness(() => statuses.add(page.freshness.status));
    answers = () => ({ kind: 'events', events: [event('c6')], cursor: 'c6', serverNow: NOW });
    cutOff();
    await until(() => expect(seen).toEqual(['c5', 'c6']));
    expect(asked.at(-1)).toBe('c5');
    expect(statuses).toContain('reconnecting');
    await isLive();
  });

  it('refetches everything, visibly, when too much was missed', async () => {
    open();
    await isLive();
    const resets: boolean[] = [];
    page.onReset((isFirst) => resets.push(isFirst));
    answers = () => reset('c99');
    cutOff();
    await until(() => expect(resets).toEqual([false]));
  });

  it('comes back also when the server closed the connection on purpose', async () => {
    open();
    await isLive();
    io.disconnectSockets();
    await until(() => expect(asked).toHaveLength(2));
    await isLive();
  });

  it('joins its rooms again before it asks for what it missed', async () => {
    open();
    await isLive();
    page.watch('order:1');
    await until(() => expect(asked).toHaveLength(2));
    watched.length = 0;
    let watchedWhenAsked: string[] = [];
    answers = () => {
      watchedWhenAsked = [...watched];
      return caughtUp('c2');
    };
    cutOff();
    await until(() => expect(asked).toHaveLength(3));
    expect(watchedWhenAsked).toEqual(['+order:1']);
  });
});

describe('rooms', () => {
  it('are joined by the first watcher and left by the last', async () => {
    open();
    await isLive();
    const [first, second] = [page.watch('order:1'), page.watch('order:1')];
    first();
    const third = page.watch('board');
    second();
    third();
    await until(() => expect(watched).toEqual(['+order:1', '+board', '-order:1', '-board']));
  });

  it('that are joined later are caught up from the cursor of that moment, in one question', async () => {
    open();
    await isLive();
    page.watch('order:1');
    page.watch('order:2');
    await until(() => expect(asked).toEqual([null, 'c1']));
    expect(watched).toEqual(['+order:1', '+order:2']);
  });
});

it('a sign-in that ended leads to the sign-in page', async () => {
  const onSignedOut = vi.fn();
  open(onSignedOut);
  await isLive();
  io.emit('signed-out');
  await until(() => expect(onSignedOut).toHaveBeenCalledOnce());
});

it('a connection that is refused because nobody is signed in leads to the sign-in page', async () => {
  io.use((_socket, next) => next(new Error('signed-out')));
  const onSignedOut = vi.fn();
  open(onSignedOut);
  await until(() => expect(onSignedOut).toHaveBeenCalledOnce());
});
