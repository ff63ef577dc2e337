import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyStandardWebhook } from './webhook-signature';

export interface RobotStandInOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly dingtalkSecret: string;
  readonly feishuSecret: string;
  readonly webhookSecret: string;
  /** How many messages a minute a group robot takes; 20 unless told otherwise. */
  readonly perMinute?: number;
}

/** A message that a robot took: through which, its body, and when (epoch ms). */
export interface TakenMessage {
  readonly robot: 'wecom' | 'dingtalk' | 'feishu' | 'webhook';
  readonly body: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** The group robots of WeCom, DingTalk and Feishu, and a receiver of Standard Webhooks, each at its real path. */
export interface RobotStandIn {
  readonly urls: Readonly<Record<TakenMessage['robot'], string>>;
  taken(): readonly TakenMessage[];
  /** The next message to this robot is answered so, whatever it is; a number is an HTTP status. */
  failNext(robot: TakenMessage['robot'], answer: Readonly<Record<string, unknown>> | number): void;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const BODY_LIMIT_BYTES = 64 * 1024;

const isEqual = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
const isRecent = (atMs: number): boolean => Math.abs(Date.now() - atMs) < HOUR_MS;

async function rawBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parsed(raw: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>>; readonly isTaken: boolean };
const say = (body: Readonly<Record<string, unknown>>, isTaken = false): Answer => ({ status: 200, body, isTaken });
interface Asked {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly raw: Buffer;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the robot has taken as many within the minute as it takes. */
  readonly isTooMany: boolean;
}

const wecom = ({ url, body, isTooMany }: Asked): Answer => {
  if (url.searchParams.get('key') !== 'stand-in-key') return say({ errcode: 93000, errmsg: 'invalid webhook url' });
  if (isTooMany) return say({ errcode: 45009, errmsg: 'api freq out of limit' });
  const content = (body.markdown as { content?: unknown } | undefined)?.content;
  if (body.msgtype !== 'markdown' || typeof content !== 'string')
    return say({ errcode: 40008, errmsg: 'invalid message type' });
  if (Buffer.byteLength(content) > 4_096)
    return say({ errcode: 40058, errmsg: 'markdown.content exceed max length 4096' });
  return say({ errcode: 0, errmsg: 'ok' }, true);
};

const dingtalk =
  (secret: string) =>
  ({ url, body, isTooMany }: Asked): Answer => {
    const at = url.searchParams.get('timestamp') ?? '';
    const expected = createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64');
    if (url.searchParams.get('access_token') !== 'stand-in-token')
      return say({ errcode: 300005, errmsg: 'token is not exist' });
    if (!isRecent(Number(at)) || !isEqual(url.searchParams.get('sign') ?? '', expected))
      return say({ errcode: 310000, errmsg: 'description:sign not match;solution:check the secret' });
    if (isTooMany) return say({ errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' });
    if (body.msgtype !== 'markdown') return say({ errcode: 40035, errmsg: 'invalid parameter' });
    return say({ errcode: 0, errmsg: 'ok' }, true);
  };

const feishu =
  (secret: string) =>
  ({ body, isTooMany }: Asked): Answer => {
    const at = String(body.timestamp ?? '');
    const expected = createHmac('sha256', `${at}\n${secret}`).update('').digest('base64');
    if (!isRecent(Number(at) * 1_000) || !isEqual(String(body.sign ?? ''), expected))
      return say({ code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' });
    if (isTooMany) return say({ code: 11232, msg: 'frequency limited psm[lark.oapi.app_platform_runtime]' });
    if (body.msg_type !== 'interactive' || typeof body.card !== 'object')
      return say({ code: 9499, msg: 'Bad Request' });
    return say({ code: 0, msg: 'success', data: {} }, true);
  };

const webhook =
  (secret: string) =>
  ({ headers, raw }: Asked): Answer =>
    verifyStandardWebhook(secret, headers, raw)
      ? { status: 204, body: {}, isTaken: true }
      : { status: 401, body: {}, isTaken: false };

/** Starts the stand-ins on the loopback address. */
export async function startRobotStandIn(options: RobotStandInOptions): Promise<RobotStandIn> {
  const taken: TakenMessage[] = [];
  const faults = new Map<TakenMessage['robot'], Readonly<Record<string, unknown>> | number>();
  const robots: Readonly<Record<string, readonly [TakenMessage['robot'], (asked: Asked) => Answer]>> = {
    '/cgi-bin/webhook/send': ['wecom', wecom],
    '/robot/send': ['dingtalk', dingtalk(options.dingtalkSecret)],
    '/open-apis/bot/v2/hook/stand-in': ['feishu', feishu(options.feishuSecret)],
    '/webhook': ['webhook', webhook(options.webhookSecret)],
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const found = robots[url.pathname];
    const raw = await rawBody(request);
    const body = parsed(raw);
    if (!found || request.method !== 'POST' || body === null) return void response.writeHead(404).end();
    const [robot, answerOf] = found;
    const fault = faults.get(robot);
    faults.delete(robot);
    if (typeof fault === 'number') return void response.writeHead(fault).end();
    const recent = taken.filter((one) => one.robot === robot && one.at > Date.now() - MINUTE_MS);
    const isTooMany = recent.length >= (options.perMinute ?? 20);
    const answer = fault ? say(fault) : answerOf({ url, headers: request.headers, raw, body, isTooMany });
    if (answer.isTaken) taken.push({ robot, body, at: Date.now() });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    urls: {
      wecom: `${origin}/cgi-bin/webhook/send?key=stand-in-key`,
      dingtalk: `${origin}/robot/send?access_token=stand-in-token`,
      feishu: `${origin}/open-apis/bot/v2/hook/stand-in`,
      webhook: `${origin}/webhook`,
    },
    taken: () => taken,
    failNext: (robot, answer) => void faults.set(robot, answer),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
