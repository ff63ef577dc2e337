import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { ShopKeys } from '@/server/channels/channel';
import { channelNamed } from '@/server/channels/index';
import { type DoorLog, NO_SHOPS_DOOR } from './door-log';
import type { Lookup } from './shop-directory';

/** What the front door answers. */
export interface Answer {
  readonly status: number;
  readonly outcome: string;
  readonly reason?: string;
  /** What the channel's platform wants to read instead of ours. */
  readonly text?: string;
}
export const BUSY: Answer = { status: 503, outcome: 'busy' };
export const NO_SHOP: Answer = { status: 404, outcome: 'unknown-shop' };

/** Checked against for an unknown shop, so that its refusal takes as long as a wrong signature. */
export const NOBODYS_KEYS: ShopKeys = {
  secrets: [`whsec_${Buffer.alloc(24, 1).toString('base64')}`],
  credentials: {},
};

/** What stands behind the question mark of a request. */
export const queryOf = (req: IncomingMessage): URLSearchParams =>
  new URL(req.url ?? '/', 'http://localhost').searchParams;

interface CheckParts {
  readonly shops: { readonly find: (shopId: string) => Promise<Lookup> };
  readonly doors: DoorLog;
  readonly log: Pick<Logger, 'error'>;
}

/** Answers a platform that tries the address of a door with GET before it pushes to it. Never rejects. */
export async function answerCheck(
  { shops, doors, log }: CheckParts,
  req: IncomingMessage,
  { channel: name, shopId }: { readonly channel: string; readonly shopId: string },
): Promise<Answer> {
  try {
    const { shop, now } = await shops.find(shopId);
    const isOpen = shop?.isActive === true && shop.channel === name && shop.keys !== null;
    const keys = (isOpen ? shop.keys : null) ?? NOBODYS_KEYS;
    const text = channelNamed(name)?.answerCheck?.(queryOf(req), keys, now) ?? null;
    if (!isOpen) {
      doors.note(shop?.id ?? NO_SHOPS_DOOR, { outcome: 'unknown-shop', refusal: null, secretId: null }, now);
      return NO_SHOP;
    }
    if (text !== null) {
      doors.note(shop.id, { outcome: 'checked', refusal: null, secretId: null }, now);
      return { status: 200, outcome: 'checked', text };
    }
    doors.note(shop.id, { outcome: 'refused', refusal: 'wrong-signature', secretId: null }, now);
    return { status: 401, outcome: 'refused', reason: 'no secret fits the signature' };
  } catch (error) {
    log.error({ err: error, shopId }, 'the check of an address could not be answered');
    return { ...BUSY, outcome: 'failed' };
  }
}
