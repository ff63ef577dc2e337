import type { Platform } from '@/domain/order/platform';
import type { ChannelChoice } from '@/server/shops/list';

type Choice = Pick<ChannelChoice, 'name' | 'platform'>;

const isOwn = (platform: Platform) => (channel: Choice) => channel.platform === platform;

/** The channels that a shop of this platform can have, the platform's own first; `kept` stays, whatever it is. */
export const channelsOf = <One extends Choice>(
  platform: Platform,
  channels: readonly One[],
  kept: string | null = null,
): readonly One[] => [
  ...channels.filter(isOwn(platform)),
  ...channels.filter((channel) => channel.platform === null),
  ...channels.filter(({ name, platform: only }) => name === kept && only !== null && only !== platform),
];

/** The channel that a shop of this platform has unless somebody chooses otherwise. */
export const usualChannel = (platform: Platform, channels: readonly Choice[]): string =>
  channelsOf(platform, channels)[0]?.name ?? '';
