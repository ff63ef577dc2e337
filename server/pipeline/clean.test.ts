import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { cleanMessages, type InboxRow } from './clean';

const receivedAt = Date.parse('2026-11-11T00:00:10Z');
const good = fs.readFileSync(path.join(import.meta.dirname, '../channels/generic/fixtures/order-paid.json'));
const row = (id: string, values: Partial<InboxRow> = {}): InboxRow => ({
  id,
  key: `msg_${id}`,
  attempts: 0,
  body: good,
  receivedAt,
  shopId: 'shop',
  platform: 'generic',
  channel: 'generic',
  groupId: 'group',
  ...values,
});

it('what cannot be read concerns that message alone', () => {
  const { statements, unreadable } = cleanMessages([
    row('1'),
    row('2', { body: Buffer.from('{') }),
    row('3', { channel: 'telegraph' }),
    row('4', { key: 'csv/1/abc' }),
    row('5'),
    row('6', { body: null }),
  ]);
  expect(statements.map(({ inboxId, groupId, platform }) => [inboxId, groupId, platform])).toEqual([
    ['1', 'group', 'generic'],
    ['5', 'group', 'generic'],
  ]);
  expect(unreadable).toEqual([
    { inboxId: '2', reason: { code: 'not-json' }, isUnreadable: true },
    { inboxId: '3', reason: { code: 'no-such-channel', channel: 'telegraph' }, isUnreadable: false },
    { inboxId: '4', reason: { code: 'not-a-report-row' }, isUnreadable: true },
    { inboxId: '6', reason: { code: 'not-opened' }, isUnreadable: false },
  ]);
});

it('an error of our own names its place and never its text, which could be personal', () => {
  const { unreadable } = cleanMessages([row('1', { body: undefined as unknown as Buffer })]);
  expect(unreadable[0]?.reason).toEqual({
    ...{ code: 'channel-failed', channel: 'generic' },
    place: expect.stringMatching(/^TypeError at [\w.-]+:\d+$/),
  });
});
