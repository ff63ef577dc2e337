import { Agent, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { SECOND_MS } from '@/domain/clocks/instant';
import type { Message } from './shop/message';
import { signWebhook } from './standard-webhooks';

const ANSWER_LIMIT_MS = 10 * SECOND_MS;
const RETRY_MS = SECOND_MS;
const LONGEST_WAIT_MS = 60 * SECOND_MS;
const MAX_SOCKETS = 64;
const KEPT_TEXT = 200;

export interface Answer {
  /** 0: no answer. */
  readonly status: number;
  readonly text: string;
  /** How long the door asks to wait; a second where it does not say. */
  readonly retryAfterMs: number;
}
const NO_ANSWER: Answer = { status: 0, text: '', retryAfterMs: RETRY_MS };

const retryAfterOf = (res: IncomingMessage): number => {
  const seconds = Number(res.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * SECOND_MS, LONGEST_WAIT_MS) : RETRY_MS;
};

/** Posts single pushes to /hooks/generic/<shop> below `url` over kept connections, each signed anew. */
export function createPost(url: URL, clock: () => number) {
  const isSecure = url.protocol === 'https:';
  const connections = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const agent = isSecure ? new SecureAgent(connections) : new Agent(connections);
  const open = isSecure ? secureRequest : request;

  function post(shopId: string, secret: string, { id, body }: Message): Promise<Answer> {
    const signed = signWebhook({ secret, id, timestampS: Math.floor(clock() / SECOND_MS), body });
    const headers = { ...signed, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const target = new URL(`/hooks/generic/${encodeURIComponent(shopId)}`, url);
    return new Promise((resolve) => {
      const req = open(target, { agent, method: 'POST', timeout: ANSWER_LIMIT_MS, headers }, (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (part: string) => {
          if (text.length < KEPT_TEXT) text += part;
        });
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text, retryAfterMs: retryAfterOf(res) }));
        res.on('error', () => resolve(NO_ANSWER));
      });
      req.on('timeout', () => req.destroy());
      req.on('error', () => resolve(NO_ANSWER));
      req.end(body);
    });
  }

  return { post, close: () => agent.destroy() };
}
