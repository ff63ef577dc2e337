import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Channel, PushedMessage } from '@/server/channels/channel';
import { channelNamed } from '@/server/channels/index';
import { AppError, ERROR_CODES } from '@/server/errors';
import { discardRest, readBody } from '@/server/http/read-body';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { type Answer, answerCheck, BUSY, NO_SHOP, NOBODYS_KEYS, queryOf } from './address-check';
import { type Arrival, createDoorLog, NO_SHOPS_DOOR } from './door-log';
import { createGate, GATE_LIMITS, type GateLimits } from './gate';
import { gatherArrivals } from './gather';
import { inboxMessages } from './inbox-metrics';
import {
  type Message,
  type Outcome,
  readBacklog,
  type StoredMessages,
  storeArrivals,
  storeMessages,
} from './inbox-store';
import { createShopDirectory } from './shop-directory';

export interface InboxLimits extends GateLimits {
  readonly bodyMaxBytes: number;
  /** A body that is not here by then is given up. */
  readonly bodyMaxMs: number;
  /** Requests whose body is still on its way: slow senders must not keep the others out. */
  readonly arrivingMax: number;
  /** Requests that wait for the gate, or between their body and their answer; more would only wait for a connection. */
  readonly underwayMax: number;
  /** How old the list of shops and their secrets may be. */
  readonly shopsMaxAgeMs: number;
}
export const INBOX_LIMITS: InboxLimits = {
  ...GATE_LIMITS,
  bodyMaxBytes: 1024 * 1024,
  bodyMaxMs: 10_000,
  arrivingMax: 1_000,
  underwayMax: 216,
  shopsMaxAgeMs: 500,
};

export interface InboxParts extends SealedDb {
  /** Called after every commit that stored something: wakes the pipeline. */
  readonly onStored: () => void;
  readonly log: Pick<Logger, 'error'>;
  readonly limits?: Partial<InboxLimits>;
  /** False: nothing more can be stored for now, and senders are told to come again. */
  readonly hasRoom?: () => boolean;
}

/** The front door: everything that arrives is committed here before it is acknowledged. */
export interface Inbox {
  /** Answers POST /hooks/<channel>/<shop>. 2xx only after the commit; never rejects. */
  handle(req: IncomingMessage, res: ServerResponse, target: { channel: string; shopId: string }): Promise<void>;
  /** Answers GET of the same address: a platform that tries it before it pushes. Never rejects. */
  check(req: IncomingMessage, res: ServerResponse, target: { channel: string; shopId: string }): Promise<void>;
  /** Stores messages that did not come as a push (imports), ≤ 500 at a time, with the same permanent keys. */
  store(shopId: string, messages: readonly Message[]): Promise<StoredMessages>;
}

const RETRY_AFTER_S = 2;
const NO_ROOM: Answer = { status: 503, outcome: 'no-room' };
function send(req: IncomingMessage, res: ServerResponse, { status, outcome, reason, text: asked }: Answer): void {
  inboxMessages.inc({ outcome });
  if (res.destroyed) return;
  const text = asked ?? JSON.stringify(reason === undefined ? { status: outcome } : { status: outcome, reason });
  res.writeHead(status, {
    'content-type': asked?.startsWith('{') === false ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': String(RETRY_AFTER_S) } : {}),
  });
  res.end(text);
  if (!req.complete) discardRest(req);
}

interface Target extends Pick<Channel, 'name' | 'source'> {
  readonly verify: NonNullable<Channel['verify']>;
  readonly shopId: string;
}

interface Pushed {
  /** What is told of the push: the worst of its messages; a push without any says nothing new. */
  readonly outcome: Outcome;
  readonly storedCount: number;
}

/** Stores every message of one push. Rejects when one of them could not be stored: the sender comes again with all. */
async function storePush(
  storeSoon: (message: PushedMessage) => Promise<Outcome>,
  messages: readonly PushedMessage[],
): Promise<Pushed> {
  const outcomes = await Promise.all(messages.map(storeSoon));
  const storedCount = outcomes.filter((outcome) => outcome === 'stored').length;
  const outcome = outcomes.includes('conflict') ? 'conflict' : storedCount > 0 ? 'stored' : 'repeat';
  return { outcome, storedCount };
}

/** A number of places, for work that is refused rather than kept waiting when all are taken. */
function places(max: number) {
  let taken = 0;
  return {
    async take<T>(work: () => Promise<T>, refusal: T): Promise<T> {
      if (taken >= max) return refusal;
      taken += 1;
      try {
        return await work();
      } finally {
        taken -= 1;
      }
    },
  };
}

export function createInbox({ db, keyring, onStored, log, limits: given, hasRoom = () => true }: InboxParts): Inbox {
  const limits = { ...INBOX_LIMITS, ...given };
  const shops = createShopDirectory(db, keyring, limits.shopsMaxAgeMs);
  const doors = createDoorLog(db, (err) => log.error({ err }, 'what came to the doors could not be noted'));
  const gate = createGate(() => readBacklog(db, limits.pendingMax + 1), limits);
  const storeSoon = gatherArrivals((arrivals) => storeArrivals({ db, keyring }, arrivals));
  const arriving = places(limits.arrivingMax);
  const underway = places(limits.underwayMax);

  async function store(raw: Buffer, req: IncomingMessage, { verify, shopId, name, source }: Target): Promise<Answer> {
    const { shop, now } = await shops.find(shopId);
    const isOpen = shop?.isActive === true && shop.channel === name;
    if (isOpen && shop.keys === null) throw new Error('the secrets of this shop cannot be opened with these data keys');
    const keys = (isOpen ? shop.keys : null) ?? NOBODYS_KEYS;
    const verdict = verify(raw, req.headers, keys, now, queryOf(req));
    const note = (arrival: Partial<Arrival> & Pick<Arrival, 'outcome'>) =>
      doors.note(shop?.id ?? NO_SHOPS_DOOR, { refusal: null, secretId: null, ...arrival }, now);
    if (!isOpen) {
      note({ outcome: shop === null ? 'unknown-shop' : shop.isActive ? 'other-channel' : 'inactive' });
      return NO_SHOP;
    }
    if (!verdict.ok) {
      note({ outcome: 'refused', refusal: verdict.refusal });
      return { status: verdict.status, outcome: 'refused', reason: verdict.reason };
    }
    const messages = source?.messagesOf?.(raw, keys) ?? [{ key: verdict.key, body: raw }];
    const { outcome, storedCount } = await storePush((message) => storeSoon({ shopId, ...message }), messages);
    note({ outcome, secretId: shop.secretIds[verdict.secretIndex] ?? null });
    if (storedCount > 0) {
      gate.add(storedCount);
      onStored();
    }
    return { status: 200, outcome, text: source?.acknowledgement };
  }

  async function answerFor(req: IncomingMessage, channelName: string, shopId: string): Promise<Answer> {
    const channel = channelNamed(channelName);
    const verify = channel?.verify;
    if (!verify) return NO_SHOP;
    if (!hasRoom()) return NO_ROOM;
    try {
      if (!(await underway.take(() => gate.pass(), false))) return BUSY;
      const raw = await arriving.take<Buffer | null>(() => readBody(req, limits.bodyMaxBytes, limits.bodyMaxMs), null);
      if (raw === null) return BUSY;
      return await underway.take(() => store(raw, req, { ...channel, verify, shopId }), BUSY);
    } catch (error) {
      if (error instanceof AppError) {
        return { status: ERROR_CODES[error.code].http, outcome: error.code, reason: error.message };
      }
      log.error({ err: error, shopId }, 'a push could not be stored; the sender was told to retry');
      return { ...BUSY, outcome: 'failed' };
    }
  }

  return {
    check: async (req, res, target) => send(req, res, await answerCheck({ shops, doors, log }, req, target)),
    handle: async (req, res, { channel, shopId }) => send(req, res, await answerFor(req, channel, shopId)),
    async store(shopId, messages) {
      if (!hasRoom()) throw new AppError('busy', 'the disk is almost full');
      const result = await storeMessages({ db, keyring }, shopId, messages);
      inboxMessages.inc({ outcome: 'stored' }, result.ids.length);
      inboxMessages.inc({ outcome: 'repeat' }, result.repeats);
      inboxMessages.inc({ outcome: 'conflict' }, result.conflicts);
      if (result.ids.length > 0) {
        gate.add(result.ids.length);
        onStored();
      }
      return result;
    },
  };
}
