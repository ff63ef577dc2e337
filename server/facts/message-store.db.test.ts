import { beforeAll, expect, it } from 'vitest';
import { unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { storedReason } from '@/domain/intake/reason';
import { TEST_KEYRING } from '@/server/testing/acting';
import { storeLinkMessage } from './message-store';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});

const store = (key: string, body: string, linkId = 'warehouse') =>
  storeLinkMessage({ db, keyring: TEST_KEYRING }, { linkId, key, topic: 't', body: Buffer.from(body) });
const kept = (key: string) =>
  db.query<{ state: number; reason: string | null }>(
    `select state, reason from link_messages where key = $1 or key like $1 || '#%' order by id`,
    [key],
  );

it('the same message sent fifty times at once is stored once, and every other is a repeat', async () => {
  const key = unique('call');
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => store(key, 'one body')));
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'repeat')).toHaveLength(49);
  expect(await kept(key)).toEqual([{ state: 0, reason: null }]);
});

it('the same id with another body is kept aside with its reason, once, and the first alone goes on', async () => {
  const key = unique('call');
  const outcomes = [];
  for (const body of ['one body', 'another body', 'another body', 'a third body'])
    outcomes.push(await store(key, body));
  expect(outcomes).toEqual(['stored', 'conflict', 'conflict', 'conflict']);
  const [first, ...aside] = await kept(key);
  expect(first).toEqual({ state: 0, reason: null });
  expect(aside).toEqual(Array(2).fill({ state: 2, reason: storedReason({ code: 'same-id-other-body' }) }));
});

it('the same id of another link is another message', async () => {
  const key = unique('call');
  expect(await store(key, 'one body')).toBe('stored');
  expect(await store(key, 'another body', 'courier')).toBe('stored');
});
