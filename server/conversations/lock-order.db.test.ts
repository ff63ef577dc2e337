import { beforeAll, expect, it } from 'vitest';
import { aGroup, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { SECOND_MS } from '@/domain/clocks/instant';
import { classifyIntent } from '@/domain/reply/intent';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { TEST_KEYRING } from '@/server/testing/acting';
import { aConversation } from '@/server/testing/conversation-card';
import { settlesOrWaits } from '@/server/testing/held-commit';
import { sealed } from '@/server/testing/sealed';
import { receiveMessages } from './receive';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
});

it('a page that reports a message as not delivered never waits in a circle with whoever settles that message', async () => {
  const groupId = await aGroup(db);
  const { customerId, openKfId, externalId } = await aConversation(db, groupId, ['在吗']);
  const [ours] = await db.query<{ id: string }>(
    `insert into interactions (customer_id, channel, account, kind, direction, sealed_body, send_state, external_id)
     values ($1::bigint, 'wecom', $2, 'message', 'out', $3, 'queued', 'tw-ours') returning id`,
    [customerId, openKfId, sealed('interaction', '您好')],
  );
  const now = await db.now();
  const said = { open_kfid: openKfId, external_userid: externalId, send_time: Math.floor(now / SECOND_MS) };
  const page = [
    { ...said, msgid: unique('msg'), origin: 3, msgtype: 'text', text: { content: '还在吗' } },
    {
      ...said,
      msgid: unique('msg'),
      origin: 4,
      msgtype: 'event',
      event: { event_type: 'msg_send_fail', external_userid: externalId, fail_msgid: 'tw-ours', fail_type: 1 },
    },
  ];
  let received: Promise<number> = Promise.resolve(0);
  await db.tx(async (tx) => {
    // The message first, then its customer, as a worker does that settles it.
    await tx.query("update interactions set send_state = 'sent' where id = $1::bigint", [ours?.id]);
    received = db.tx((other) =>
      receiveMessages({ db: other, keyring: TEST_KEYRING }, { groupId, openKfId }, page, classifyIntent, now),
    );
    await settlesOrWaits(db, received);
    await tx.query('update customer_identities set last_seat_id = null where customer_id = $1::bigint', [customerId]);
  });
  await expect(received).resolves.toBe(1);
  const [after] = await db.query<{ send_state: string }>('select send_state from interactions where id = $1::bigint', [
    ours?.id,
  ]);
  expect(after?.send_state).toBe('failed');
});
