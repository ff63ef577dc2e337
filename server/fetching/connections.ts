import type { Instant } from '@/domain/clocks/instant';
import { CallFailure } from '@/server/channels/call-failure';
import type { MessageQueue, OrderApi, OrderSource, ShopKeys } from '@/server/channels/channel';
import { SOURCE_CHANNELS } from '@/server/channels/index';
import type { BytesHttp } from '@/server/links/outbound';
import type { ListedShop } from '@/server/pipeline/shop-directory';

/** A shop whose orders are asked for, with the way to ask. */
export interface Connection {
  readonly shopId: string;
  readonly source: OrderSource;
  readonly callsPerSecond: number;
  /** How many orders a day may be decrypted; 0 for none. */
  readonly decryptsPerDay: number;
  /** Throws CallFailure where the shop has not entered what is needed. */
  readonly open: () => OrderApi;
  /** The messages that wait at the platform; null where none do. Throws like `open`. */
  readonly openQueue: () => MessageQueue | null;
}

/** Every active shop whose channel names orders instead of pushing them. */
export type ListConnections = () => Promise<readonly Connection[]>;

const sources = new Map(SOURCE_CHANNELS.map(({ name, source }) => [name, source]));

/** The way to ask a shop's platform for orders, whether the shop is active or not; null where its channel is not asked. */
export function connectionOf(shop: ListedShop, http: BytesHttp, clock: () => Instant): Connection | null {
  const source = sources.get(shop.channel) ?? null;
  if (source === null) return null;
  const { id: shopId, keys } = shop;
  const openKeys = (): ShopKeys => {
    if (keys === null) throw new CallFailure('not-connected', { code: 'keys-not-opened' });
    return keys;
  };
  return {
    shopId,
    source,
    callsPerSecond: source.callsPerSecond(keys ?? { secrets: [], credentials: {} }),
    decryptsPerDay: keys === null ? 0 : (source.decryptsPerDay?.(keys) ?? 0),
    open: () => source.open(openKeys(), http, clock),
    openQueue: () => source.pulledMessages?.open(openKeys(), http, clock) ?? null,
  };
}

/** `shops` is a directory that keeps itself up to date; `http` makes the calls and `clock` stamps them. */
export const connectionsOf =
  (
    shops: { readonly all: () => Promise<readonly ListedShop[]> },
    http: BytesHttp,
    clock: () => Instant,
  ): ListConnections =>
  async () =>
    (await shops.all()).flatMap((shop) => {
      const connection = shop.isActive ? connectionOf(shop, http, clock) : null;
      return connection === null ? [] : [connection];
    });
