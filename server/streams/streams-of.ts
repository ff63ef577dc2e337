import { CallFailure } from '@/server/channels/call-failure';
import type { MessageStream, ShopKeys } from '@/server/channels/channel';
import { SOURCE_CHANNELS } from '@/server/channels/index';
import type { ListedShop } from '@/server/pipeline/shop-directory';

export interface StreamShop {
  readonly shopId: string;
  /** Its number on the platform. */
  readonly account: string;
  /** The secret that the connection is signed with; null where the shop has none. */
  readonly secretId: string | null;
}

/** A connection that has to be held, with the shops whose messages it carries. */
export interface StreamTarget {
  readonly id: string;
  readonly stream: MessageStream;
  readonly keys: ShopKeys;
  readonly shops: readonly [StreamShop, ...StreamShop[]];
}

const streams = new Map(SOURCE_CHANNELS.flatMap(({ name, source }) => (source?.stream ? [[name, source.stream]] : [])));

interface Member extends StreamShop {
  readonly id: string;
  readonly stream: MessageStream;
  readonly keys: ShopKeys;
}

/** Where the shop belongs; null where it has no stream, or has not entered what is needed for one. */
function memberOf({ id: shopId, channel, isActive, keys, secretIds }: ListedShop): Member | null {
  const stream = streams.get(channel);
  if (!stream || !isActive || keys === null) return null;
  try {
    const { id, account } = stream.connectionOf(keys);
    return { shopId, account, secretId: secretIds[0] ?? null, id: `${channel}/${id}`, stream, keys };
  } catch (error) {
    if (error instanceof CallFailure) return null;
    throw error;
  }
}

/** The connections that have to be held for these shops: one for all that share an app. */
export function streamsOf(shops: readonly ListedShop[]): StreamTarget[] {
  const targets = new Map<string, StreamTarget>();
  for (const shop of shops) {
    const member = memberOf(shop);
    if (member === null) continue;
    const { id, stream, keys, ...own } = member;
    const known = targets.get(id);
    targets.set(id, known ? { ...known, shops: [...known.shops, own] } : { id, stream, keys, shops: [own] });
  }
  return [...targets.values()];
}
