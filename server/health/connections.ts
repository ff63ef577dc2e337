import { linkConnections } from '../link-accounts/link-connections';
import { noticeConnections } from '../notice-channels/notice-connections';
import { shopConnections } from '../shops/shop-connections';
import { wecomConnections } from '../wecom/wecom-connections';
import type { ConnectionSource } from './connection';

/** Everything that is connected, each kind by its own room, in the order in which it is shown. */
export const CONNECTIONS: readonly ConnectionSource[] = [
  shopConnections,
  wecomConnections,
  linkConnections,
  noticeConnections,
];
