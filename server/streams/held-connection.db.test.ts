import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { storedReason } from '@/domain/intake/reason';
import { startPddStandIn } from '@/sim/pinduoduo/stand-in';
import { createRandom } from '@/sim/shop/random';
import { channelHealth } from '../fetching/health';
import type { gatherArrivals } from '../pipeline/gather';
import { storeArrivals } from '../pipeline/inbox-store';
import { anActor, contextOf, TEST_KEYRING } from '../testing/acting';
import { pinduoduoDesk } from '../testing/pinduoduo-desk.test-data';
import { aPushingShop } from '../testing/shops';
import { aStreamNode } from '../testing/streams';

const WAIT = { timeout: 10_000, interval: 20 };
const script = fileURLToPath(new URL('../testing/stream-child.ts', import.meta.url));

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof pinduoduoDesk>>;
const nodes: ReturnType<typeof aStreamNode>[] = [];
let child: ChildProcess;
let made = 0;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  // It starts while the other tests run, and waits for its turn.
  child = spawn(process.execPath, ['--import', 'tsx', script, db.url], { stdio: ['pipe', 'ignore', 'inherit'] });
  desk = await pinduoduoDesk(db, (app, now) =>
    startPddStandIn({
      ...app,
      ...{ now, port: 0, callsPerSecond: 1_000, random: createRandom(1), lossShare: 0, repeatShare: 0 },
    }),
  );
  expect(await desk.pull()).toBe(1);
});
beforeEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
  desk.standIn.messenger.mute(false);
  await db.query(`update channel_streams set held_until = 'epoch', retry_at = 'epoch', failures = 0`);
});
afterAll(() => {
  child.kill('SIGKILL');
});

const aNode = (options: Parameters<typeof aStreamNode>[1] = {}) => {
  const node = aStreamNode(db, options);
  nodes.push(node);
  return node;
};
const connected = (count = 1) => vi.waitFor(() => expect(desk.standIn.messenger.connected()).toBe(count), WAIT);
const noWait = () => db.query(`update channel_streams set retry_at = 'epoch'`);
const aMessage = () => {
  made += 1;
  return desk.standIn.message(`261111-${String(made).padStart(15, '0')}`, 'pdd_trade_TradeConfirmed');
};
const stored = async (id: bigint) =>
  (await db.query('select 1 from inbox_keys where shop_id = $1 and key = $2', [desk.shopId, `push/${id}`])).length;
const acknowledged = (id: bigint) =>
  vi.waitFor(() => expect(desk.standIn.messenger.isAcknowledged(id)).toBe(true), WAIT);

describe('a connection', () => {
  it('is held by one of two nodes, and by the other once that one has stopped', async () => {
    const before = desk.standIn.messenger.counts().connects;
    const [one] = [aNode(), aNode()];
    await connected();
    const [row] = await db.query<{ held: boolean }>('select held_until > now() as held from channel_streams');
    expect(row?.held).toBe(true);
    expect(desk.standIn.messenger.counts().connects - before).toBe(1);
    await one.stop();
    await connected();
    const message = aMessage();
    desk.standIn.messenger.tell([message]);
    await acknowledged(message.id);
  });

  it('brings nothing of a shop whose messages are not permitted; that is asked for at once, and again each day', async () => {
    const { standIn } = desk;
    const admin = await anActor(db, { role: 'admin' });
    const times = () => standIn.timesCalled('pdd.pmc.user.permit');
    const shown = async () => (await channelHealth(contextOf(db, admin)))[0]?.asking?.problem;
    const subscribeAgain = async () => {
      await desk.passTime();
      await desk.pull();
    };
    const before = times();
    await subscribeAgain();
    expect(times()).toBe(before);

    aNode();
    await connected();
    standIn.messenger.revoke();
    standIn.refusePermits(true);
    await db.query('update channel_pulls set subscribed_at = null');
    await subscribeAgain();
    expect(await shown()).toContain('pdd.pmc.user.permit');
    const untold = aMessage();
    standIn.messenger.tell([untold]);
    expect(standIn.messenger.waiting()).toEqual([]);

    standIn.refusePermits(false);
    await subscribeAgain();
    expect([times(), await shown()]).toEqual([before + 2, null]);
    const told = aMessage();
    standIn.messenger.tell([told]);
    await acknowledged(told.id);
    expect([await stored(told.id), await stored(untold.id)]).toEqual([1, 0]);

    await db.query(`update channel_pulls set subscribed_at = now() - interval '25 hours'`);
    await subscribeAgain();
    expect(times()).toBe(before + 3);
  });

  it('of a node that died is taken over once its lease is over, and not before', async () => {
    await db.query(
      `insert into channel_streams (id, held_until, token) select id, now() + interval '1 hour', 1 from channel_streams
       on conflict (id) do update set held_until = excluded.held_until`,
    );
    const node = aNode();
    await vi.waitFor(() => {
      node.wake();
      expect(node.looks()).toBeGreaterThan(3);
    }, WAIT);
    expect(desk.standIn.messenger.connected()).toBe(0);
    await db.query(`update channel_streams set held_until = now()`);
    await connected();
  });

  it('is given up by a node whose lease another has taken', async () => {
    aNode();
    await connected();
    await db.query(`update channel_streams set token = token + 1000`);
    await vi.waitFor(() => expect(nodes[0]?.problems.join()).toContain('another node holds'), WAIT);
    await connected(0);
  });

  it('that was cut is opened again under a new address, and what was told meanwhile comes then', async () => {
    aNode();
    await connected();
    desk.standIn.messenger.cut();
    await connected(0);
    const message = aMessage();
    desk.standIn.messenger.tell([message]);
    await vi.waitFor(async () => {
      await noWait();
      expect(desk.standIn.messenger.isAcknowledged(message.id)).toBe(true);
    }, WAIT);
    expect(await stored(message.id)).toBe(1);
    expect(desk.standIn.messenger.counts().refused).toBe(0);
  });

  it('on which nothing is heard any more is dead, and opened again', async () => {
    const heartbeat = { everyMs: 20, frame: (now: number) => `{"commandType":"HeartBeat","time":${now}}` };
    aNode({ stream: { heartbeat, silenceMs: 300 } });
    await connected();
    const before = desk.standIn.messenger.counts();
    await vi.waitFor(
      () => expect(desk.standIn.messenger.counts().heartbeats).toBeGreaterThan(before.heartbeats + 20),
      WAIT,
    );
    expect(desk.standIn.messenger.counts().connects).toBe(before.connects);
    desk.standIn.messenger.mute(true);
    await vi.waitFor(() => expect(nodes[0]?.problems).toContain('the platform fell silent'), WAIT);
    desk.standIn.messenger.mute(false);
    await vi.waitFor(async () => {
      await noWait();
      expect(desk.standIn.messenger.counts().connects).toBe(before.connects + 1);
    }, WAIT);
  });

  it('whose secret is wrong is refused, waits longer each time, and says why', async () => {
    await db.query('update shops set is_active = false where id = $1', [desk.shopId]);
    const other = await aPushingShop(db, { platform: 'pinduoduo', channel: 'pinduoduo', secrets: ['wrong'] });
    await desk.enterFor(other.shopId);
    const node = aNode();
    await vi.waitFor(() => expect(node.problems.join()).toContain('refused the connection with 401'), WAIT);
    const [row] = await db.query<{ failures: number; error: string; waits: boolean }>(
      `select failures, last_error as error, retry_at > now() as waits from channel_streams`,
    );
    expect(row).toMatchObject({
      ...{ failures: 1, waits: true },
      error: storedReason({ code: 'stream-refused', answer: 401 }),
    });
    await db.query('update shops set is_active = (id = $1)', [desk.shopId]);
  });
});

describe('a message', () => {
  it('is acknowledged once it is committed, and again when it comes again', async () => {
    aNode();
    await connected();
    const message = aMessage();
    desk.standIn.messenger.tell([message, message]);
    await acknowledged(message.id);
    expect(await stored(message.id)).toBe(1);
    expect(await db.query('select 1 from inbox_conflicts')).toEqual([]);
  });

  it('that cannot be stored is not acknowledged, and comes again', async () => {
    let isBroken = true;
    const storeSoon: ReturnType<typeof gatherArrivals> = async (arrival) => {
      if (isBroken) throw new Error('the disk is full');
      const [outcome] = await storeArrivals({ db, keyring: TEST_KEYRING }, [arrival]);
      return outcome ?? 'repeat';
    };
    const node = aNode({ storeSoon });
    await connected();
    const message = aMessage();
    desk.standIn.messenger.tell([message]);
    await vi.waitFor(() => expect(node.problems).toContain('the disk is full'), WAIT);
    expect(desk.standIn.messenger.isAcknowledged(message.id)).toBe(false);
    isBroken = false;
    await vi.waitFor(async () => {
      await noWait();
      expect(desk.standIn.messenger.isAcknowledged(message.id)).toBe(true);
    }, WAIT);
  });

  it('of a node that is killed between the commit and the Ack is stored once, and acknowledged by the next node', async () => {
    const message = aMessage();
    desk.standIn.messenger.tell([message]);
    child.stdin?.write('go\n');
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    expect(await stored(message.id)).toBe(1);
    expect(desk.standIn.messenger.isAcknowledged(message.id)).toBe(false);
    await db.query(`update channel_streams set held_until = now()`);
    aNode();
    await acknowledged(message.id);
    expect(await stored(message.id)).toBe(1);
  }, 30_000);

  it('for a shop that nobody has set up is acknowledged and not kept; one that nobody can read is kept', async () => {
    aNode();
    await connected();
    const foreign = `{"id":77,"commandType":"Common","time":1,"sendTime":1,"message":{"type":"pdd_trade_TradeConfirmed","mallID":9,"content":"{}"}}`;
    desk.standIn.messenger.say(foreign);
    await acknowledged(77n);
    expect(await stored(77n)).toBe(0);
    desk.standIn.messenger.say('what is this?');
    await vi.waitFor(async () => {
      await desk.work();
      const aside = await db.query<{ reason: string }>(`select reason from inbox_keys where state = 2`);
      expect(aside.map(({ reason }) => reason)).toContain(storedReason({ code: 'not-json' }));
    }, WAIT);
  });
});
