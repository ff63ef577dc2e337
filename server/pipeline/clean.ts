import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import { type Channel, PUSH_KEY, Unreadable } from '@/server/channels/channel';
import { channelOf } from '@/server/channels/index';
import { asTaken } from '@/server/channels/taken-key';
import type { OrderHint } from '@/server/fetching/hints';
import type { Refused } from './aside';
import type { Statement } from './pool';

/** One waiting message with what is known of its shop. */
export interface InboxRow {
  readonly id: string;
  readonly key: string;
  /** How often it was tried in vain. */
  readonly attempts: number;
  /** null where it was sealed, and cannot be opened. */
  readonly body: Buffer | null;
  readonly receivedAt: Instant;
  readonly shopId: string;
  readonly platform: Platform;
  readonly channel: string;
  readonly groupId: string;
}

export interface CleanedMessages {
  readonly statements: readonly Statement[];
  /** Orders that were named only: they have to be asked for. */
  readonly hints: readonly OrderHint[];
  /** What could not be read; not by the message's own fault where `isUnreadable` is false. */
  readonly unreadable: readonly Refused[];
}

/** Where an error of our own happened, without its text: that could repeat personal data. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /([\w.-]+:\d+):\d+\)?$/mu.exec(error.stack ?? '')?.[1];
  return place ? `${error.name} at ${place}` : error.name;
}

type Read = Pick<CleanedMessages, 'statements' | 'hints'>;

function readOne(row: InboxRow, body: Buffer, channel: Channel): Read {
  const { id: inboxId, shopId, receivedAt, platform, groupId } = row;
  const { hintsOf } = channel.source ?? {};
  if (hintsOf && row.key.startsWith(PUSH_KEY)) {
    return { statements: [], hints: hintsOf(body).map((orderNo) => ({ shopId, orderNo, receivedAt })) };
  }
  const events = asTaken(row.key, channel.parse(body, { shopId, platform, receivedAt }));
  return { statements: events.map((event) => ({ inboxId, event, receivedAt, platform, groupId })), hints: [] };
}

function cleanOne(row: InboxRow): Read | Omit<Refused, 'inboxId'> {
  const channel = channelOf(row);
  if (channel === null) return { reason: { code: 'no-such-channel', channel: row.channel }, isUnreadable: false };
  if (row.body === null) return { reason: { code: 'not-opened' }, isUnreadable: false };
  try {
    return readOne(row, row.body, channel);
  } catch (error) {
    if (error instanceof Unreadable) return { reason: error.reason, isUnreadable: true };
    const reason = { code: 'channel-failed', channel: channel.name, place: placeOf(error) } as const;
    return { reason, isUnreadable: false };
  }
}

/**
 * Reads a batch of messages into statements about orders, and into the numbers of orders to ask for. What one message
 * throws concerns that message alone: it comes back as unreadable with its reason, and the others go on. Times are judged
 * by when each message arrived, so that reading it again later gives the same.
 */
export function cleanMessages(rows: readonly InboxRow[]): CleanedMessages {
  const statements: Statement[] = [];
  const hints: OrderHint[] = [];
  const unreadable: Refused[] = [];
  for (const row of rows) {
    const cleaned = cleanOne(row);
    if ('reason' in cleaned) unreadable.push({ inboxId: row.id, ...cleaned });
    else {
      statements.push(...cleaned.statements);
      hints.push(...cleaned.hints);
    }
  }
  return { statements, hints, unreadable };
}
