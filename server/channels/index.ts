import type { Channel } from './channel';
import { csv } from './csv/csv';
import { douyin } from './douyin/douyin';
import { generic } from './generic/generic';
import { jd } from './jd/jd';
import { pinduoduo } from './pinduoduo/pinduoduo';
import { RESERVED_KEY } from './reserved-key';
import { taobao } from './taobao/taobao';
import { wechat } from './wechat/wechat';

/** Every way in which orders reach us. Adding one: a folder here and a line in this list (docs/channels.md). */
export const CHANNELS: readonly Channel[] = [generic, taobao, jd, douyin, pinduoduo, wechat, csv];

/** The channels that push to a door of their own. */
export const PUSH_CHANNELS = CHANNELS.filter((channel) => channel.verify !== null);

/** The channels whose orders have to be asked for. */
export const SOURCE_CHANNELS = CHANNELS.filter((channel) => channel.source !== null);

/** The channels whose platforms tell of orders, which then have to be asked for. */
export const HINT_CHANNELS = SOURCE_CHANNELS.filter(({ source }) => source?.hintsOf !== undefined);

/** The channel of this name, or null. */
export const channelNamed = (name: string): Channel | null => CHANNELS.find((channel) => channel.name === name) ?? null;

/** The channel that can read a stored message: imported rows are told by their key, pushes by their shop. */
export const channelOf = (message: { readonly key: string; readonly channel: string }): Channel | null =>
  message.key.startsWith(RESERVED_KEY) ? csv : channelNamed(message.channel);
