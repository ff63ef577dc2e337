import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listener, openListener } from './listener';

const open: Listener[] = [];
const aListener = async () => {
  const listener = await openListener({ host: '127.0.0.1', port: 0 });
  open.push(listener);
  return { listener, origin: `http://127.0.0.1:${listener.port}` };
};
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
});

describe('openListener', () => {
  it('is alive but not ready until there is something to answer with', async () => {
    const { listener, origin } = await aListener();
    expect((await fetch(`${origin}/livez`)).status).toBe(200);
    const early = await fetch(`${origin}/desk`);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
    listener.answerWith(async (_req, res) => void res.end('here'));
    expect(await (await fetch(`${origin}/desk`)).text()).toBe('here');
  });

  it('rejects an address that is taken', async () => {
    const { listener } = await aListener();
    await expect(openListener({ host: '127.0.0.1', port: listener.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('finishes the request under way when it drains, and takes no new one', async () => {
    const { listener, origin } = await aListener();
    let finish = () => {};
    const isUnderWay = new Promise<void>((arrived) => {
      listener.answerWith(async (_req, res) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
          arrived();
        });
        res.end('finished');
      });
    });
    const answer = fetch(`${origin}/slow`).then((response) => response.text());
    await isUnderWay;
    const drained = listener.drain(10_000);
    await expect(fetch(`${origin}/late`)).rejects.toThrow();
    finish();
    await drained;
    expect(await answer).toBe('finished');
  });

  it('closes upgrades that nobody takes, live sockets before the live door is open among them', async () => {
    const { listener, origin } = await aListener();
    const upgrade = (path: string) =>
      new Promise<string>((resolve) => {
        const headers = { connection: 'Upgrade', upgrade: 'websocket' };
        request(`${origin}${path}`, { headers })
          .on('upgrade', () => resolve('upgraded'))
          .on('response', (res) => resolve(`answered ${res.statusCode}`))
          .on('error', () => resolve('closed'))
          .end();
      });
    const live = '/socket.io/?EIO=4&transport=websocket';
    expect([await upgrade('/_next/anything'), await upgrade(live)]).toEqual(['closed', 'closed']);
    listener.server.on('upgrade', (_req, socket) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    expect(await upgrade(live)).toBe('upgraded');
  });
});
