import { expect, it } from 'vitest';
import type { SetupProgress } from '@/server/setup/progress';
import { nextStep } from './steps';

const NOTHING: SetupProgress = {
  groups: 0,
  people: 0,
  shops: 0,
  shopsWithoutSecret: 0,
  shopsWithOrders: 0,
  seatsAtWork: 0,
  wecomAccounts: 0,
  noticeChannels: 0,
  links: 0,
  groupsWithoutPeople: [],
  isComplete: false,
};
const next = (progress: Partial<SetupProgress>) => nextStep({ ...NOTHING, ...progress })?.id ?? null;

it.each([
  ['an empty database', {}, 'groups'],
  ['a group', { groups: 1 }, 'people'],
  ['somebody to work', { groups: 1, people: 1 }, 'shops'],
  ['a shop that has no secret yet', { groups: 1, people: 1, shops: 1, shopsWithoutSecret: 1 }, 'shops'],
  ['a shop with a secret', { groups: 1, people: 1, shops: 2, shopsWithoutSecret: 1 }, 'firstOrder'],
  ['an order that nobody takes', { groups: 1, people: 1, shops: 1, shopsWithOrders: 1 }, 'seats'],
  ['somebody on a seat', { groups: 1, people: 1, shops: 1, shopsWithOrders: 1, seatsAtWork: 1 }, null],
])('with %s the next step is found', (_, progress, step) => expect(next(progress)).toBe(step));
