import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { messageOf } from '@/sim/shop/message';
import { contradicted, pushUntilTaken } from '../sending/post';
import type { Step } from './orders';
import type { Platform } from './platform';

const CONNECTIONS = 8;

function bodyOf({ progress, word }: Step, at: number): string {
  const type = word === 'moved' ? 'paid' : word;
  const { body } = messageOf(progress, `order.${type}`, at);
  return word === 'moved' ? body.replace('"type":"order.paid"', '"type":"order.updated"') : body;
}

/** A shop that pushes whole orders, each until it is acknowledged: what it says is lost to nobody. */
export async function genericShop(pushUrl: () => string): Promise<Platform> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const door = { secret, url: () => new URL(pushUrl()) };
  const acknowledged = new Set<string>();
  const answers = new Map<string, number>();
  const push = (id: string, body: string) =>
    pushUntilTaken(agent, door, { id, body }, (answer) =>
      answers.set(String(answer), (answers.get(String(answer)) ?? 0) + 1),
    );
  return {
    ...{ channel: 'generic', secret, credentials: {}, behindMs: 0 },
    change(step, at) {
      const key = `msg_${step.orderNo}_${step.n}`;
      const body = bodyOf(step, at);
      return {
        key,
        send: () => push(key, body).then(() => void acknowledged.add(key)),
        contradict: () => push(key, contradicted(body)).then(() => true),
      };
    },
    isAcknowledged: (key) => acknowledged.has(key),
    waiting: () => 0,
    orders: () => null,
    cut: () => {},
    expireTokens: () => {},
    report: () => `answers ${JSON.stringify(Object.fromEntries(answers))}`,
    close: async () => agent.destroy(),
  };
}
