import { describe, expect, it } from 'vitest';
import { readSettingsFile } from './settings-file';

describe('what is no file of settings', () => {
  const good = { format: 'tidewatch-settings', version: 1, exportedAt: '2026-01-02T03:04:05.000Z' };
  it.each([
    ['nothing', null, ''],
    ['another format', { ...good, format: 'x' }, 'format'],
    ['a later version', { ...good, version: 2 }, 'version'],
    ['a section it does not know', { ...good, secrets: [] }, ''],
    [
      'a secret in a shop',
      {
        ...good,
        shops: [{ id: 'a', name: 'a', platform: 'jd', channel: 'csv', group: 'g', isActive: true, secret: 'x' }],
      },
      'shops.0',
    ],
    ['a group without a name', { ...good, groups: [{ name: ' ', region: null }] }, 'groups.0.name'],
    [
      'a role that does not exist',
      {
        ...good,
        people: [{ username: 'abc', name: 'a', role: 'owner', group: null, isActive: true, skills: [], capacity: 1 }],
      },
      'people.0.role',
    ],
    [
      'the same group twice',
      {
        ...good,
        groups: [
          { name: 'a', region: null },
          { name: 'a ', region: 'x' },
        ],
      },
      'groups.1',
    ],
  ])('%s is refused with the place', (_, input, path) => {
    const read = readSettingsFile(input);
    expect('problems' in read && read.problems.map((problem) => problem.path)).toContain(path);
  });
});
