import { describe, expect, it } from 'vitest';
import type { Person } from '@/server/people/list';
import { filterPeople, NO_GROUP } from './people-params';

const person = (values: Partial<Person>): Person => ({
  userId: values.username ?? 'u',
  username: 'u',
  name: '林晓',
  role: 'agent',
  groupId: 'north',
  groupName: '华北',
  seatState: 'offline',
  isPresent: false,
  sessionCount: 0,
  isActive: true,
  isPasswordSet: true,
  skills: [],
  capacity: 20,
  inHand: 0,
  createdAt: 0,
  ...values,
});
const PEOPLE = [
  person({ username: 'Lin.X' }),
  person({ username: 'he', name: '何静', skills: ['VIP'] }),
  person({ username: 'boss', name: '唐越', groupId: null }),
  person({ username: 'old', name: '旧人', isActive: false }),
];
const found = (filter: Partial<Parameters<typeof filterPeople>[1]>) =>
  filterPeople(PEOPLE, { q: '', group: null, gone: false, ...filter }).map(({ username }) => username);

describe('the filter of the people list', () => {
  it('hides deactivated people until they are asked for', () => {
    expect(found({})).toEqual(['Lin.X', 'he', 'boss']);
    expect(found({ gone: true })).toHaveLength(4);
  });

  it.each([
    ['part of a user name in any case', ' lin', ['Lin.X']],
    ['part of a name', '静', ['he']],
    ['a skill', 'vip', ['he']],
    ['what nobody has', 'zzz', []],
  ])('finds by %s', (_, q, usernames) => expect(found({ q })).toEqual(usernames));

  it('narrows to a group, or to those without one', () => {
    expect(found({ group: 'north' })).toEqual(['Lin.X', 'he']);
    expect(found({ group: NO_GROUP })).toEqual(['boss']);
  });
});
