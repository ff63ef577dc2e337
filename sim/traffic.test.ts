import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Followed, WarehouseNews } from './given-orders';
import { createSender, type Sender } from './sender';
import type { Message } from './shop/message';
import { createRandom } from './shop/random';
import { SCENARIOS } from './shop/scenarios';
import { createShop } from './shop/shop';
import { signWebhook } from './standard-webhooks';
import { createTraffic, tellWhole } from './traffic';

const START = Date.parse('2026-11-11T08:00:00+08:00');
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

interface Push {
  readonly shopId: string;
  readonly message: Message;
}

function traffic(over: Partial<Parameters<typeof createTraffic>[0]> = {}) {
  const pushes: Push[] = [];
  const scenario = SCENARIOS.normal;
  const send: Sender['send'] = async ({ shopId }, message) => {
    pushes.push({ shopId, message });
    return true;
  };
  const shops = ['a', 'b'].map((id, seed) => ({
    id,
    tell: tellWhole({ send }, SECRET, createRandom(4), 0),
    shop: createShop({ shopId: id, prefix: id.toUpperCase(), seed, scenario, maskedShare: 0.1 }),
  }));
  const run = createTraffic(
    {
      shops,
      scenario,
      random: createRandom(3),
      ratePerMinute: 60,
      maxOrders: 100_000,
      speed: 600,
      followed: [],
      onPaid: () => {},
      outside: { hasWarehouse: () => false, warehouseNews: () => [], onStep: () => null },
      sender: { underway: 0 },
      ...over,
    },
    START,
  );
  const play = (minutes: number) => {
    for (let now = START; now <= START + minutes * 60_000; now += 50) run.tick(now);
  };
  return { run, pushes, play };
}
const typesOf = (pushes: readonly Push[], orderNo: string) =>
  pushes.flatMap(({ message }) => (message.id.includes(orderNo) ? [JSON.parse(message.body).type] : []));

describe('the traffic of a simulation', () => {
  it('places orders about as often as asked, over all shops', () => {
    const { run, pushes, play } = traffic();
    play(20);
    expect(run.placed).toBeGreaterThan(20 * 60 * 0.85);
    expect(run.placed).toBeLessThan(20 * 60 * 1.15);
    expect(new Set(pushes.map(({ shopId }) => shopId))).toEqual(new Set(['a', 'b']));
  });

  it('tells of each order in the order of its life, and of nothing twice unless asked', () => {
    const { pushes, play } = traffic({ ratePerMinute: 6 });
    play(60);
    const numbers = new Set(pushes.map(({ message }) => message.id.split('_')[1] ?? ''));
    const life = ['created', 'paid', 'picked', 'shipped', 'collected', 'signed'].map((name) => `order.${name}`);
    const lives = [...numbers].map((orderNo) => typesOf(pushes, orderNo));
    const straight = lives.filter((types) => !types.some((type) => /cancelled|refunded/u.test(type)));
    expect(straight.every((types) => types.join() === life.slice(0, types.length).join())).toBe(true);
    expect(lives.filter((types) => types.length === life.length).length).toBeGreaterThan(50);
    expect(new Set(pushes.map(({ message }) => message.id)).size).toBe(pushes.length);
  });

  it('stops at the given number of orders', () => {
    const { run, play } = traffic({ maxOrders: 25, ratePerMinute: 6_000 });
    play(1);
    expect(run.placed).toBeGreaterThanOrEqual(25);
    expect(run.placed).toBeLessThan(30);
  });

  it('places nothing while the door is behind', () => {
    const { run, play } = traffic({ sender: { underway: 2_000 } });
    play(1);
    expect(run.placed).toBe(0);
  });

  it('goes on with the orders of an earlier run', () => {
    const first = traffic({ maxOrders: 40, speed: 1 });
    first.play(2);
    const kept = JSON.parse(JSON.stringify(first.run.followed())) as Followed[];
    expect(kept.length).toBeGreaterThan(30);
    const second = traffic({ followed: kept, ratePerMinute: 0.1, maxOrders: 1, speed: 1 });
    second.play(120);
    const told = second.pushes.filter(({ message }) => message.id.endsWith('picked'));
    expect(told.length).toBeGreaterThan(20);
  });
});

describe('the sender', () => {
  let server: Server | null = null;
  let sender: Sender | null = null;
  afterEach(async () => {
    await sender?.close(1_000);
    const open = server;
    server = null;
    if (open?.listening) await new Promise((resolve) => open.close(resolve));
  });

  async function door(answer: (req: IncomingMessage, res: ServerResponse, body: string) => void): Promise<Sender> {
    const opened = createServer(async (req, res) => {
      let body = '';
      for await (const part of req) body += part;
      answer(req, res, body);
    });
    await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
    server = opened;
    sender = createSender(new URL(`http://127.0.0.1:${(opened.address() as AddressInfo).port}`), Date.now);
    return sender;
  }
  const target = { shopId: 'demo mall', secret: SECRET };
  const message = { id: 'msg_1', body: '{"type":"order.paid"}' };

  it('signs each push for the address of its shop, and counts repeats among the accepted', async () => {
    const seen: string[] = [];
    const open = await door((req, res, body) => {
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = req.headers;
      const expected = signWebhook({ secret: SECRET, id: String(id), timestampS: Number(at), body });
      res.writeHead(expected['webhook-signature'] === signature ? 200 : 401);
      res.end(JSON.stringify({ status: seen.length > 0 ? 'repeat' : 'stored' }));
      seen.push(`${req.method} ${req.url}`);
    });
    expect(await open.send(target, message)).toBe(true);
    expect(await open.send(target, message)).toBe(true);
    expect(seen).toEqual(['POST /hooks/generic/demo%20mall', 'POST /hooks/generic/demo%20mall']);
    expect(open.counts).toMatchObject({ sent: 2, accepted: 2, repeats: 1, refused: 0, failed: 0 });
  });

  it('waits as long as a busy door asks before it sends anything again', async () => {
    let firstAt = 0;
    let againAfterMs = 0;
    const open = await door((_req, res) => {
      if (firstAt > 0) againAfterMs = Date.now() - firstAt;
      else firstAt = Date.now();
      res.writeHead(againAfterMs === 0 ? 503 : 200, { 'retry-after': '1' }).end('{}');
    });
    expect(await open.send(target, message)).toBe(true);
    expect(againAfterMs).toBeGreaterThanOrEqual(990);
    expect(open.counts).toMatchObject({ sent: 2, accepted: 1, retried: 1 });
  });

  it('does not try again what was refused, and stops trying when it is closed', async () => {
    const refusing = await door((_req, res) => void res.writeHead(401).end('{}'));
    expect(await refusing.send(target, message)).toBe(false);
    expect(refusing.counts).toMatchObject({ sent: 1, refused: 1, retried: 0 });
    await new Promise((resolve) => server?.close(resolve));
    const delivery = refusing.send(target, message);
    await refusing.close(5_000);
    expect(await delivery).toBe(false);
    expect(refusing.counts).toMatchObject({ failed: 1, accepted: 0 });
  });
});

describe('orders whose warehouse is given them by the product', () => {
  const outside = () => {
    const news: WarehouseNews[] = [];
    const steps: string[] = [];
    return {
      steps,
      given: (orderNo: string, code: string) => news.push({ kind: 'given', code, orderNos: [orderNo] }),
      takenBack: (orderNo: string, code: string) => news.push({ kind: 'taken-back', code, orderNos: [orderNo] }),
      outside: {
        hasWarehouse: (shopId: string) => shopId === 'a',
        warehouseNews: () => news.splice(0),
        onStep: ({ order }: { order: { orderNo: string } }, type: string) => {
          steps.push(`${order.orderNo} ${type}`);
          return null;
        },
      },
    };
  };
  const paidOf = (pushes: readonly Push[]) =>
    pushes.find(({ shopId, message }) => shopId === 'a' && message.id.endsWith('_paid'))?.message.id.split('_')[1] ??
    '';

  it('wait until it has them, and are picked then; their shop tells of it only once they are shipped', () => {
    const world = outside();
    const { pushes, run } = traffic({ maxOrders: 30, outside: world.outside });
    for (let now = START; now < START + 300_000; now += 50) run.tick(now);
    expect(world.steps.some((step) => /^A.*picked/.test(step))).toBe(false);
    expect(world.steps.some((step) => /^B.*picked/.test(step))).toBe(true);
    const waiting = run.followed().filter(({ progress, step }) => progress.order.shopId === 'a' && step === null);
    expect(waiting.length).toBeGreaterThan(5);
    const orderNo = waiting[0]?.progress.order.orderNo ?? '';
    world.given(orderNo, 'TW1');
    for (let now = START + 300_000; now < START + 900_000; now += 50) run.tick(now);
    expect(world.steps).toContain(`${orderNo} order.picked`);
    const types = typesOf(pushes, orderNo);
    expect(types).not.toContain('order.picked');
    expect(types).toContain('order.shipped');
    const shipped = pushes.find(({ message }) => message.id === `msg_${orderNo}_shipped`);
    expect(JSON.parse(shipped?.message.body ?? '{}').data.fulfilment).toMatchObject({ pickedAt: null, packedAt: null });
  });

  it('that were taken back wait again', () => {
    const world = outside();
    const { pushes, run } = traffic({ maxOrders: 30, outside: world.outside });
    for (let now = START; now < START + 60_000; now += 50) run.tick(now);
    const orderNo = paidOf(pushes);
    world.given(orderNo, 'TW1');
    run.tick(START + 60_000);
    world.takenBack(orderNo, 'TW1');
    for (let now = START + 60_050; now < START + 900_000; now += 50) run.tick(now);
    expect(typesOf(pushes, orderNo)).toEqual(['order.created', 'order.paid']);
  });
});
