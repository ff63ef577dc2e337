import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aUser } from '@/db/testing/builders';
import { anOrder } from '@/db/testing/conversation-builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import { TEST_KEYRING } from '@/server/testing/acting';
import { opened } from '@/server/testing/sealed';
import { startWecomStandIn, type WecomStandIn } from '@/sim/wecom/stand-in';
import { WECOM_APP, wecomDesk } from '../testing/wecom-desk';

const openKfId = 'wkReceive';
let db: TestDatabase;
let desk: Awaited<ReturnType<typeof wecomDesk>>;
let wecom: WecomStandIn;
let people = 0;
const somebody = () => `wmCustomer${++people}`;

beforeAll(async () => {
  db = await testDatabase();
  desk = await wecomDesk(db, openKfId);
  wecom = await startWecomStandIn({ ...WECOM_APP, port: 0, openKfId, callbackUrl: desk.hookUrl('none') });
  wecom.callBack(desk.hookUrl(await desk.connect(wecom.url)));
  afterAll(() => wecom.close());
});

interface Card {
  id: string;
  kind: string;
  order_id: string | null;
  unread: number;
  due_kind: string;
  seat_id: string | null;
  state: string;
  tier_id: string;
  opened_at: number;
  warn_at: number;
  due_at: number;
  last_message_at: number;
}
const cardsOf = (externalId: string) =>
  db.query<Card>(
    `select t.* from tasks t join customer_identities i using (customer_id) where i.external_id = $1 order by t.id`,
    [externalId],
  );
const linesOf = async (externalId: string) => {
  const lines = await db.query<{
    id: string;
    sealed_body: Buffer;
    kind: string;
    direction: string;
    intent: string | null;
    order_id: string | null;
  }>(
    `select n.* from interactions n join customer_identities i using (customer_id) where i.external_id = $1
     order by n.at, n.id`,
    [externalId],
  );
  return lines.map(({ sealed_body, ...line }) => ({ ...line, body: opened('interaction', sealed_body) }));
};
const boundOrders = (externalId: string) =>
  db.query<{ order_id: string; how: string; by_whom: string }>(
    `select o.* from customer_orders o join customer_identities i using (customer_id) where i.external_id = $1`,
    [externalId],
  );

describe('a WeCom account is connected', () => {
  it('by an address check that is answered with the decrypted text', async () => {
    expect(await wecom.checkAddress()).toBe(true);
  });
  it('and takes no callback for an account it does not have', async () => {
    const answer = await fetch(`${desk.hookUrl('unknown')}?msg_signature=x&timestamp=1&nonce=1`, { method: 'POST' });
    expect(answer.status).toBe(404);
  });
});

describe('a message of a customer', () => {
  it('is one interaction and one card though the notice comes three times and the worker dies in the middle', async () => {
    const customer = somebody();
    await desk.pull();
    wecom.postCallbacks(3);
    await wecom.customerSays(customer, '怎么还没发货？');
    wecom.postCallbacks(1);
    const killed = {
      ...desk.services,
      db: {
        ...db,
        tx: <T>(work: (tx: Parameters<Parameters<typeof db.tx>[0]>[0]) => Promise<T>) =>
          db.tx<T>(async (tx) => {
            await work(tx);
            throw new Error('killed in the middle');
          }),
      },
    };
    await desk.pull(killed);
    expect(await cardsOf(customer)).toEqual([]);
    await desk.makeDue();
    await desk.pull();
    await desk.makeDue();
    await desk.pull();
    const lines = await linesOf(customer);
    expect(lines.map(({ body, direction, kind }) => ({ body, direction, kind }))).toEqual([
      { body: '怎么还没发货？', direction: 'in', kind: 'message' },
    ]);
    expect(lines[0]?.intent).toBe('why-not-shipped');
    expect(await cardsOf(customer)).toHaveLength(1);
    expect(String(desk.problems.at(-1))).toContain('killed in the middle');
  });

  it('is stored once when two workers pull at the same time', async () => {
    const customer = somebody();
    for (let n = 0; n < 5; n += 1) await wecom.customerSays(customer, `第${n}条`);
    await Promise.all([desk.pull(), desk.pull(), desk.pull()]);
    await desk.makeDue();
    await desk.pull();
    expect(await linesOf(customer)).toHaveLength(5);
    expect(await cardsOf(customer)).toMatchObject([{ unread: 5 }]);
  });

  it('starts the first-reply clock: warned after three minutes, due after eight', async () => {
    const customer = somebody();
    await wecom.customerSays(customer, '在吗');
    await desk.pull();
    const [card] = await cardsOf(customer);
    expect(card).toMatchObject({ kind: 'conversation', due_kind: 'first-reply', order_id: null, unread: 1 });
    expect(card!.due_at - card!.last_message_at).toBe(8 * 60_000);
    expect(card!.warn_at - card!.last_message_at).toBe(3 * 60_000);
  });

  it('opens a card even when it is a bare "好的", and joins it the second time', async () => {
    const customer = somebody();
    await wecom.customerSays(customer, '好的');
    await desk.pull();
    await wecom.customerSays(customer, '谢谢');
    await desk.pull();
    expect(await cardsOf(customer)).toMatchObject([{ unread: 2, state: 'open' }]);
  });

  describe('after a closed conversation', () => {
    async function closedWith(lastWords: string): Promise<string> {
      const customer = somebody();
      await wecom.customerSays(customer, '怎么还没发货');
      await desk.pull();
      const [card] = await cardsOf(customer);
      await db.query(
        `with words as (insert into interactions (customer_id, channel, kind, direction, author, sealed_body, at)
           select customer_id, 'wecom', 'message', 'out', null, $2, now() from tasks where id = $1)
         update tasks set state = 'closed', closed_at = now(), unread = 0 where id = $1`,
        [card?.id, TEST_KEYRING.seal(lastWords, PURPOSE.interaction)],
      );
      return customer;
    }

    it('puts a bare "谢谢" with it: stored and shown, without a card', async () => {
      const customer = await closedWith('已为您加急,今天发出');
      await wecom.customerSays(customer, '好的');
      await wecom.customerSays(customer, '谢谢');
      await desk.pull();
      const cards = await cardsOf(customer);
      expect(cards).toMatchObject([{ state: 'closed' }]);
      const lines = await linesOf(customer);
      expect(lines.map(({ body }) => body)).toEqual(expect.arrayContaining(['好的', '谢谢']));
    });

    it.each([
      ['carries a question', '已为您加急,今天发出', '好的 那大概几点呢?'],
      ['answers our question', '给您换成蓝色可以吗?', '好的'],
      ['is followed by a question', '已为您加急,今天发出', '好的|什么时候能到'],
    ])('opens a card when the acknowledgement %s', async (_, lastWords, said) => {
      const customer = await closedWith(lastWords);
      for (const words of said.split('|')) await wecom.customerSays(customer, words);
      await desk.pull();
      expect((await cardsOf(customer)).map(({ state }) => state)).toEqual(['closed', 'open']);
    });

    it('opens a card when that was days ago', async () => {
      const customer = await closedWith('已为您加急,今天发出');
      await db.query(
        `update tasks set closed_at = now() - interval '4 days' where customer_id =
           (select customer_id from customer_identities where external_id = $1)`,
        [customer],
      );
      await wecom.customerSays(customer, '谢谢');
      await desk.pull();
      expect((await cardsOf(customer)).map(({ state }) => state)).toEqual(['closed', 'open']);
    });
  });

  it('goes to the tier of complaints when it is one', async () => {
    const customer = somebody();
    await wecom.customerSays(customer, '我要投诉你们，打12315');
    await desk.pull();
    expect(await cardsOf(customer)).toMatchObject([{ tier_id: 'urgent' }]);
  });

  it('goes to the seat that last served the customer when that seat is at work', async () => {
    const customer = somebody();
    await aUser(db, { groupId: desk.groupId });
    const served = await aUser(db, { groupId: desk.groupId });
    await wecom.customerSays(customer, '你好');
    await desk.pull();
    await db.query(
      `update tasks set state = 'closed' where customer_id =
      (select customer_id from customer_identities where external_id = $1)`,
      [customer],
    );
    await db.query('update customer_identities set last_seat_id = $2 where external_id = $1', [customer, served]);
    await wecom.customerSays(customer, '还有个问题');
    await desk.pull();
    expect((await cardsOf(customer)).at(-1)).toMatchObject({ state: 'open', seat_id: served });
  });

  it('is announced to whoever follows the customer, the group and the seat', async () => {
    const customer = somebody();
    await wecom.customerSays(customer, '快递到哪了');
    await desk.pull();
    const [line] = await linesOf(customer);
    const [card] = await cardsOf(customer);
    const [row] = await db.query<{ rooms: string[]; patch: Record<string, unknown> }>(
      "select rooms, patch from feed where topic = 'interaction.stored' and entity_id = $1",
      [line!.id],
    );
    const customerId = String(row?.patch.customerId);
    expect(row?.rooms).toEqual(expect.arrayContaining([`customer:${customerId}`, `group:${desk.groupId}`]));
    expect(row?.rooms).toContain(`user:${card!.seat_id}`);
    expect(row?.patch).toEqual({ customerId, interactionId: line!.id, taskIds: [card!.id] });
  });

  it('that is no text is shown by its kind, and one that is not shaped as documented still counts', async () => {
    const customer = somebody();
    await wecom.customerSends(customer, { msgtype: 'image', image: { media_id: 'm1' } });
    await wecom.customerSends(customer, { msgtype: 'text', text: 'not an object' });
    await wecom.customerSends(customer, { msgtype: 'text', text: { content: `a\0b\ud800 ${'<b>&#x41;'}` } });
    await desk.pull();
    expect((await linesOf(customer)).map(({ body }) => body)).toEqual(['[图片]', '', 'ab\ufffd <b>&#x41;']);
  });
});

describe('a customer', () => {
  it('who wrote to another customer-service account of the corporation before is the same person', async () => {
    const person = somebody();
    const [account] = await db.query<{ account_id: string }>(
      'select account_id from wecom_kf_accounts where open_kfid = $1',
      [openKfId],
    );
    await db.query(
      "insert into wecom_kf_accounts (open_kfid, account_id, name, sync_due_at) values ('wkOther', $1, 'x', 'infinity')",
      [account!.account_id],
    );
    const [known] = await db.query<{ id: string }>("insert into customers (shown_name) values ('老客户') returning id");
    await db.query(
      `insert into customer_identities (channel, account, external_id, customer_id) values ('wecom', 'wkOther', $1, $2)`,
      [person, known!.id],
    );
    await wecom.customerSays(person, '又来了');
    await desk.pull();
    const rows = await db.query('select customer_id from customer_identities where external_id = $1', [person]);
    expect(rows).toEqual([{ customer_id: known!.id }, { customer_id: known!.id }]);
  });
});

describe('the cursor', () => {
  it('is kept per account, so that nothing is asked for twice', async () => {
    const before = await db.query<{ cursor: string }>(
      "select sync_cursor as cursor from wecom_kf_accounts where open_kfid = 'wkReceive'",
    );
    await wecom.customerSays(somebody(), '一');
    await desk.pull();
    const after = await db.query<{ cursor: string }>(
      "select sync_cursor as cursor from wecom_kf_accounts where open_kfid = 'wkReceive'",
    );
    expect(after[0]?.cursor).not.toBe(before[0]?.cursor);
    expect(await desk.pull()).toBe(0);
  });

  it('follows has_more over several pages', async () => {
    const customer = somebody();
    wecom.postCallbacks(0);
    for (let n = 0; n < 230; n += 1) await wecom.customerSays(customer, `连发 ${n}`);
    wecom.postCallbacks(1);
    await wecom.customerSays(customer, '最后一条');
    await desk.pull();
    const lines = await linesOf(customer);
    expect(lines).toHaveLength(231);
    expect(await cardsOf(customer)).toMatchObject([{ unread: 231 }]);
  });

  it('stands still while WeCom is out of order; the account is tried again later and says why', async () => {
    const customer = somebody();
    await wecom.customerSays(customer, '喂');
    wecom.failNext('/cgi-bin/kf/sync_msg', { errcode: -1 });
    await desk.pull();
    const [waiting] = await db.query<{ sync_failures: number; sync_error: string; wait: number }>(
      `select sync_failures, sync_error, extract(epoch from sync_due_at - now())::float8 as wait
       from wecom_kf_accounts where open_kfid = $1`,
      [openKfId],
    );
    expect(waiting).toMatchObject({ sync_failures: 1 });
    expect(waiting?.sync_error).toContain('-1');
    expect(waiting?.wait).toBeGreaterThan(1);
    await desk.makeDue();
    await desk.pull();
    expect(await linesOf(customer)).toHaveLength(1);
  });

  it('survives an expired access token and an expired sync token', async () => {
    const customer = somebody();
    await wecom.customerSays(customer, '在不在');
    wecom.expireAccessTokens();
    await db.query("update wecom_kf_accounts set sync_token = 'ENCold' where open_kfid = $1", [openKfId]);
    await desk.pull();
    expect(await linesOf(customer)).toHaveLength(1);
  });
});

describe('a customer is tied to an order', () => {
  it('by an order number in the text, and the card shows the order', async () => {
    const customer = somebody();
    const { orderId, orderNo } = await anOrder(db, { groupId: desk.groupId });
    await wecom.customerSays(customer, `订单${orderNo}怎么还没发货`);
    await desk.pull();
    expect(await boundOrders(customer)).toMatchObject([
      { order_id: orderId, how: 'order-no-in-text', by_whom: 'customer' },
    ]);
    expect(await cardsOf(customer)).toMatchObject([{ kind: 'conversation', order_id: orderId }]);
    expect(await linesOf(customer)).toMatchObject([{ order_id: orderId }]);
  });

  it('by the parameter of the link the customer came through', async () => {
    const customer = somebody();
    const { orderId, orderNo } = await anOrder(db, { groupId: desk.groupId });
    await wecom.customerEnters({ externalUserId: customer, sceneParam: orderNo });
    await desk.pull();
    expect(await boundOrders(customer)).toMatchObject([{ order_id: orderId, how: 'scene-param' }]);
    expect(await cardsOf(customer)).toEqual([]);
  });

  it('by an order message of the WeChat shop', async () => {
    const customer = somebody();
    const { orderId } = await anOrder(db, { groupId: desk.groupId, orderNo: '3704612354559743232' });
    await wecom.customerSharesOrder(customer, { orderNo: '3704612354559743232', titles: '潮汐马克杯 2件' });
    await desk.pull();
    expect(await boundOrders(customer)).toMatchObject([{ order_id: orderId, how: 'shop-order-message' }]);
    expect(await linesOf(customer)).toMatchObject([{ body: '[订单] 3704612354559743232 潮汐马克杯 2件' }]);
  });

  it('never to an order of another group', async () => {
    const customer = somebody();
    const { orderNo } = await anOrder(db);
    await wecom.customerSays(customer, orderNo);
    await desk.pull();
    expect(await boundOrders(customer)).toEqual([]);
    expect(await cardsOf(customer)).toMatchObject([{ order_id: null }]);
  });

  it('later: the open conversation then shows the order', async () => {
    const customer = somebody();
    const { orderId, orderNo } = await anOrder(db, { groupId: desk.groupId });
    await wecom.customerSays(customer, '在吗');
    await desk.pull();
    await wecom.customerSays(customer, orderNo);
    await desk.pull();
    expect(await cardsOf(customer)).toMatchObject([{ order_id: orderId, unread: 2 }]);
  });

  it('whose open card the message joins', async () => {
    const customer = somebody();
    const { orderId, orderNo } = await anOrder(db, { groupId: desk.groupId });
    await db.query(
      `insert into tasks (kind, order_id, group_id, tier_id, due_at, due_kind, work_due_at, work_due_kind)
       values ('order', $1, $2, 'abnormal', now() + interval '1 day', 'tier', now() + interval '1 day', 'tier')`,
      [orderId, desk.groupId],
    );
    await wecom.customerSays(customer, `${orderNo} 什么时候发`);
    await desk.pull();
    const cards = await cardsOf(customer);
    expect(cards).toMatchObject([{ kind: 'order', order_id: orderId, unread: 1, due_kind: 'first-reply' }]);
  });
});

describe('what WeCom reports', () => {
  it('of a message taken back is marked, and the text is kept', async () => {
    const customer = somebody();
    const msgId = await wecom.customerSays(customer, '发错了');
    await desk.pull();
    await wecom.customerRecalls(customer, msgId);
    await desk.pull();
    const rows = await db.query<{ recalled_at: number | null; version: string }>(
      'select recalled_at, version from interactions where external_id = $1',
      [msgId],
    );
    expect(rows).toMatchObject([{ recalled_at: expect.any(Number), version: '2' }]);
  });

  it('of an employee who takes the session over is a line in the conversation and opens no card', async () => {
    const customer = somebody();
    await wecom.customerEnters({ externalUserId: customer });
    await wecom.employeeTakesOver(customer, 'zhangsan');
    await desk.pull();
    expect(await linesOf(customer)).toMatchObject([{ kind: 'system', direction: 'none' }]);
    expect(await cardsOf(customer)).toEqual([]);
  });
});
