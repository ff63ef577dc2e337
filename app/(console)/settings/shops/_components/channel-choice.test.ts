import { expect, it } from 'vitest';
import { PLATFORMS } from '@/domain/order/platform';
import { channelsOf, usualChannel } from './channel-choice';

const CHANNELS = [
  { name: 'generic', platform: null },
  { name: 'jd', platform: 'jd' },
  { name: 'douyin', platform: 'douyin' },
  { name: 'csv', platform: null },
] as const;
const names = (platform: (typeof PLATFORMS)[number], kept?: string) =>
  channelsOf(platform, CHANNELS, kept).map(({ name }) => name);

it('offers the platform’s own channel first, then those that serve any platform, and no other', () => {
  expect(names('jd')).toEqual(['jd', 'generic', 'csv']);
  expect(names('generic')).toEqual(['generic', 'csv']);
});

it('keeps a pair that a shop has already', () => {
  expect(names('jd', 'douyin')).toEqual(['jd', 'generic', 'csv', 'douyin']);
  expect(names('jd', 'csv')).toEqual(['jd', 'generic', 'csv']);
});

it('follows the platform with a channel that fits it', () => {
  expect(PLATFORMS.map((platform) => usualChannel(platform, CHANNELS))).toEqual(
    PLATFORMS.map((platform) => (platform === 'jd' || platform === 'douyin' ? platform : 'generic')),
  );
});
