import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isInternalAddress, OutboundFailure, outboundJson } from './outbound';

async function served(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/call`);
}
const http = outboundJson({ timeoutMs: 500, maxBytes: 1_000 });
const failureOf = async (work: Promise<unknown>) => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OutboundFailure) return error.why;
    throw error;
  }
};

describe('an outbound address', () => {
  it.each([
    'http://example.com/',
    'https://10.0.0.8/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'http://127.0.0.1.evil.example/',
    'https://user:secret@example.com/',
    'https://localhost/',
    'ftp://example.com/',
  ])('%s is refused before anything is sent', async (address) => {
    expect(await failureOf(http({ url: new URL(address) }))).toBe('address');
  });
  it('of this machine is let through over plain http', async () => {
    const url = await served((_req, res) => void res.end('{"a":1}'));
    expect(await http({ url })).toEqual({ a: 1 });
  });
  it.each([
    ['8.8.8.8', false],
    ['172.15.0.1', false],
    ['172.31.255.255', true],
    ['100.64.0.1', true],
    ['fd00::1', true],
    ['::ffff:127.0.0.1', true],
    ['2400:3200::1', false],
  ])('%s: internal is %s', (address, isInternal) => {
    expect(isInternalAddress(address)).toBe(isInternal);
  });
});

describe('an outbound call', () => {
  it('posts JSON', async () => {
    const url = await served(async (req, res) => {
      let body = '';
      for await (const chunk of req) body += String(chunk);
      res.end(JSON.stringify({ method: req.method, body }));
    });
    expect(await http({ url, body: { 观: '潮' } })).toEqual({ method: 'POST', body: '{"观":"潮"}' });
  });
  it('gives up on an answer that does not come, is too large, is an error, a redirect or no JSON', async () => {
    const silent = await served(() => {});
    const trickling = await served((_req, res) => void res.write('{'));
    const large = await served((_req, res) => void res.end(`"${'x'.repeat(2_000)}"`));
    const broken = await served((_req, res) => void res.writeHead(500).end('{}'));
    const elsewhere = await served((_req, res) => void res.writeHead(302, { location: 'https://x.example/' }).end());
    const page = await served((_req, res) => void res.end('<html>'));
    const cut = await served((_req, res) => {
      res.writeHead(200, { 'content-length': '10' }).write('{');
      setImmediate(() => res.destroy());
    });
    expect(await failureOf(http({ url: silent }))).toBe('timeout');
    expect(await failureOf(http({ url: trickling }))).toBe('timeout');
    expect(await failureOf(http({ url: large }))).toBe('too-large');
    expect(await failureOf(http({ url: broken }))).toBe('status');
    expect(await failureOf(http({ url: elsewhere }))).toBe('status');
    expect(await failureOf(http({ url: page }))).toBe('not-json');
    expect(await failureOf(http({ url: cut }))).toBe('network');
  });
});
