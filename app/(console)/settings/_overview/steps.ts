import type { SetupProgress } from '@/server/setup/progress';

export interface Step {
  readonly id: 'groups' | 'people' | 'shops' | 'firstOrder' | 'seats' | 'links' | 'wecom' | 'notices';
  /** The section of the settings where it is done; null where nothing is set up for it. */
  readonly section: string | null;
  /** How many there are; done when there is at least one. */
  readonly count: (progress: SetupProgress) => number;
}

/** From an empty database to a card on a seat, in order. */
export const STEPS: readonly Step[] = [
  { id: 'groups', section: 'groups', count: ({ groups }) => groups },
  { id: 'people', section: 'people', count: ({ people }) => people },
  { id: 'shops', section: 'shops', count: ({ shops, shopsWithoutSecret }) => Math.max(0, shops - shopsWithoutSecret) },
  { id: 'firstOrder', section: 'shops', count: ({ shopsWithOrders }) => shopsWithOrders },
  { id: 'seats', section: null, count: ({ seatsAtWork }) => seatsAtWork },
];

/** What a company may add when it wants to. */
export const EXTRAS: readonly Step[] = [
  { id: 'links', section: 'links', count: ({ links }) => links },
  { id: 'wecom', section: 'wecom', count: ({ wecomAccounts }) => wecomAccounts },
  { id: 'notices', section: 'notices', count: ({ noticeChannels }) => noticeChannels },
];

/** The first step that is not done; null when all are. */
export const nextStep = (progress: SetupProgress): Step | null =>
  STEPS.find((step) => step.count(progress) === 0) ?? null;
