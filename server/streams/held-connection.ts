import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { Reason } from '@/domain/intake/reason';
import type { StreamFrame } from '@/server/channels/channel';
import type { OpenSocket, OutboundSocket } from '@/server/links/outbound-socket';
import { type DoorLog, NO_SHOPS_DOOR } from '@/server/pipeline/door-log';
import type { gatherArrivals } from '@/server/pipeline/gather';
import { inboxMessages } from '@/server/pipeline/inbox-metrics';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { LEASE_SECONDS, noteConnected, renewStream, type StreamLease } from './stream-lease';
import type { StreamShop, StreamTarget } from './streams-of';

export interface StreamServices extends SealedDb {
  readonly storeSoon: ReturnType<typeof gatherArrivals>;
  readonly doors: DoorLog;
  readonly open: OpenSocket;
  readonly clock: () => Instant;
  /** Wakes this node's pipeline; called after commits. */
  readonly wakePipeline: () => void;
  readonly onProblem: (shopId: string, error: unknown) => void;
  /** From 0 up to 1: spreads attempts. */
  readonly random: () => number;
}

/** How a connection ended: null where we gave it up ourselves and nothing was wrong. */
export interface StreamEnd {
  readonly reason: Reason | null;
  readonly livedMs: number;
}

export interface HeldConnection {
  /** The shops that it carries messages for, from now on. */
  carry(target: StreamTarget): void;
  /** Ends it and waits until what has come is stored. */
  close(reason: Reason | null): Promise<StreamEnd>;
  readonly over: Promise<StreamEnd>;
}

const RENEW_MS = 5 * SECOND_MS;
/** Without word from the database for this long, another node may hold it by now. */
const GIVE_UP_MS = (LEASE_SECONDS - 5) * SECOND_MS;
/** Messages on their way to disk at once; the platform waits with the others. */
const MOST_UNDERWAY = 200;

type Told = Extract<StreamFrame, { kind: 'message' }>;

/** Commits a message for its shop, and only then confirms it. What no shop here is meant for is confirmed and not kept. */
async function take(services: StreamServices, { shops }: StreamTarget, told: Told): Promise<void> {
  const { storeSoon, doors, clock } = services;
  const named = (shop: StreamShop) => told.account === null || shop.account === told.account;
  const shop = shops.find(named);
  if (!shop) return doors.note(NO_SHOPS_DOOR, { outcome: 'unknown-shop', refusal: null, secretId: null }, clock());
  const outcome = await storeSoon({ shopId: shop.shopId, ...told.message });
  inboxMessages.inc({ outcome });
  doors.note(shop.shopId, { outcome, refusal: null, secretId: shop.secretId }, clock());
  if (outcome === 'stored') services.wakePipeline();
}

/** Keeps the lease while the connection lives; `lose` is called once it is no longer ours. */
function keepLease(services: StreamServices, lease: StreamLease, heardSince: () => boolean, lose: () => void) {
  let sureUntilMs = performance.now() + GIVE_UP_MS;
  const renew = async () => {
    const askedMs = performance.now();
    try {
      if (!(await renewStream(services.db, lease, heardSince()))) return lose();
      sureUntilMs = askedMs + GIVE_UP_MS;
    } catch (error) {
      services.onProblem('', error);
      if (performance.now() > sureUntilMs) lose();
    }
  };
  const timer = setInterval(() => void renew(), RENEW_MS);
  return () => clearInterval(timer);
}

/** Opens a connection and holds it: heartbeats, the lease, and every message stored before it is confirmed. */
export function holdConnection(services: StreamServices, first: StreamTarget, lease: StreamLease): HeldConnection {
  const { clock } = services;
  const { stream, keys } = first;
  const begunMs = performance.now();
  const underway = new Set<Promise<void>>();
  let target = first;
  let heardMs = begunMs;
  let renewedMs = begunMs;
  let reason: Reason | null = null;
  let isEnding = false;
  let finish: (end: StreamEnd) => void = () => {};
  const over = new Promise<StreamEnd>((resolve) => {
    finish = resolve;
  });

  const end = (why: Reason | null): void => {
    if (isEnding) return;
    isEnding = true;
    reason = why;
    clearInterval(beating);
    stopRenewing();
    socket.close();
    void Promise.allSettled(underway).then(() => finish({ reason, livedMs: performance.now() - begunMs }));
  };
  const begin = (told: Told): void => {
    const work = take(services, target, told)
      .then(() => {
        if (told.confirmation) socket.send(told.confirmation(clock()));
      })
      .catch((error: unknown) => {
        services.onProblem(target.shops[0].shopId, error);
        end({ code: 'stream-not-stored' });
      })
      .finally(() => {
        underway.delete(work);
        if (underway.size < MOST_UNDERWAY / 2) socket.goOn();
      });
    underway.add(work);
    if (underway.size >= MOST_UNDERWAY) socket.pause();
  };
  const socket: OutboundSocket = services.open(stream.addressOf(keys, clock()), {
    onOpen: () => void noteConnected(services.db, lease).catch((error: unknown) => services.onProblem('', error)),
    onHeard: () => {
      heardMs = performance.now();
    },
    onFrame: (raw) => {
      heardMs = performance.now();
      if (isEnding) return;
      const frame = stream.read(raw);
      if (frame.kind === 'message') begin(frame);
      if (frame.kind === 'complaint')
        services.onProblem(target.shops[0].shopId, new Error(`the platform complains: ${frame.reason}`));
    },
    onEnd: end,
  });
  const beating = setInterval(() => {
    // A paused socket hears nothing by our own doing.
    if (underway.size >= MOST_UNDERWAY / 2) heardMs = performance.now();
    if (performance.now() - heardMs > stream.silenceMs) return end({ code: 'stream-silent' });
    socket.send(stream.heartbeat.frame(clock()));
  }, stream.heartbeat.everyMs);
  const hasHeard = (): boolean => {
    const isNew = heardMs > renewedMs;
    renewedMs = performance.now();
    return isNew;
  };
  const stopRenewing = keepLease(services, lease, hasHeard, () => end({ code: 'stream-taken-over' }));

  return {
    carry: (next) => {
      target = next;
    },
    close: (why) => {
      end(why);
      return over;
    },
    over,
  };
}
