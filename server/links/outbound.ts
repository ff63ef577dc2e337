import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The other side could not be reached, did not answer in time, or answered with something that is not JSON. */
export class OutboundFailure extends Error {
  constructor(readonly why: 'address' | 'network' | 'timeout' | 'status' | 'too-large' | 'not-json' | 'not-xml') {
    super(`outbound call failed: ${why}`);
    this.name = 'OutboundFailure';
  }
}

export interface JsonCall {
  readonly url: URL;
  readonly body?: unknown;
}
/** Calls an address (GET without a body, POST with one) and returns the parsed JSON of its 2xx answer. */
export type JsonHttp = (call: JsonCall) => Promise<unknown>;

export interface BytesCall {
  readonly url: URL;
  /** JSON to the byte, for those who sign it. */
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}
/** The same, with the bytes of the answer: for those who must not lose digits of long numbers. */
export type BytesHttp = (call: BytesCall) => Promise<Buffer>;

const PRIVATE_V4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'];
const MORE_V4 = ['192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'];
const PRIVATE_V6 = ['::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8', '64:ff9b::/96'];

const forbidden = new BlockList();
const forbid = (subnet: string, family: 'ipv4' | 'ipv6') => {
  const [net = '', bits] = subnet.split('/');
  forbidden.addSubnet(net, Number(bits), family);
};
for (const subnet of [...PRIVATE_V4, ...MORE_V4]) forbid(subnet, 'ipv4');
for (const subnet of PRIVATE_V6) forbid(subnet, 'ipv6');

/** An IPv4 address written as IPv6, in either of its spellings; null for anything else. */
function mappedV4(address: string): string | null {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address) ?? [];
  if (high === undefined || low === undefined) return null;
  const [h, l] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [h >> 8, h & 255, l >> 8, l & 255].join('.');
}

/** Whether an address belongs to this machine, a private network, link-local or cloud metadata. */
export function isInternalAddress(address: string): boolean {
  const plain = mappedV4(address) ?? address;
  return forbidden.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves once and connects to what was resolved, so that a second answer of the name server changes nothing. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = found ?? [];
    if (error || !first) return callback(error ?? new OutboundFailure('network'), '', 0);
    if (found.some(({ address }) => isInternalAddress(address))) return callback(new OutboundFailure('address'), '', 0);
    if (options.all) return callback(null, found);
    callback(null, first.address, first.family);
  });
};

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Refuses what must not be called: anything but https to a public address. Plain http is let through to this machine
 * alone, and only where the configured address itself says so (a stand-in started beside the product).
 */
export function assertCallable(url: URL): { readonly isLoopback: boolean } {
  const isLoopback = url.protocol === 'http:' && LOOPBACK.has(url.hostname);
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  const isBareInternal = isIP(bare) !== 0 && isInternalAddress(bare);
  if (isLoopback) return { isLoopback };
  if (url.protocol !== 'https:' || isBareInternal || url.username !== '') throw new OutboundFailure('address');
  return { isLoopback };
}

/** Whether an address that a person entered may be called; one on this machine only where the installation allows it. */
export function isCallable(address: string, isLoopbackAllowed: boolean): boolean {
  try {
    return !assertCallable(new URL(address)).isLoopback || isLoopbackAllowed;
  } catch {
    return false;
  }
}

interface OutboundLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** JSON over HTTP(S), left as bytes, with a deadline for the whole call, a cap on the answer, and no redirects. */
export function outboundBytes(limits: OutboundLimits): BytesHttp {
  return async ({ url, body: payload, headers = {} }) => {
    const { isLoopback } = assertCallable(url);
    const signal = AbortSignal.timeout(limits.timeoutMs);
    return new Promise<Buffer>((resolve, reject) => {
      const send = isLoopback ? httpRequest : httpsRequest;
      const outgoing = send(url, {
        method: payload ? 'POST' : 'GET',
        headers: payload
          ? { 'content-type': 'application/json', 'content-length': payload.length, ...headers }
          : { ...headers },
        signal,
        ...(isLoopback ? {} : { lookup: publicLookup }),
      });
      const fail = (error: unknown) =>
        reject(error instanceof OutboundFailure ? error : new OutboundFailure(signal.aborted ? 'timeout' : 'network'));
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('error', fail);
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= limits.maxBytes) return void chunks.push(chunk);
          fail(new OutboundFailure('too-large'));
          outgoing.destroy();
        });
        incoming.on('end', () => {
          const isOk = incoming.statusCode !== undefined && incoming.statusCode >= 200 && incoming.statusCode < 300;
          if (isOk) resolve(Buffer.concat(chunks));
          else fail(new OutboundFailure('status'));
        });
      });
      outgoing.end(payload);
    });
  };
}

/** JSON over HTTP(S), parsed; see outboundBytes. */
export function outboundJson(limits: OutboundLimits): JsonHttp {
  const call = outboundBytes(limits);
  return async ({ url, body }) => {
    const answer = await call(body === undefined ? { url } : { url, body: Buffer.from(JSON.stringify(body)) });
    try {
      return JSON.parse(answer.toString('utf8'));
    } catch {
      throw new OutboundFailure('not-json');
    }
  };
}
