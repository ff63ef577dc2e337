import { beforeAll, describe, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Context, UserActor } from '@/server/context';
import { sealReceiver } from '@/server/privacy/sealed-receiver';
import { actingAs, TEST_KEYRING } from '@/server/testing/acting';
import { searchOrders } from './search';

const ORDERS = 6_000;
const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华'];

interface Person {
  readonly orderNo: string;
  readonly name: string | null;
  readonly phone: string | null;
}
/** Names of two to four characters, so that many share a pair; every tenth is masked by its platform. */
const person = (n: number): Person => {
  const pick = (list: readonly string[], by: number) => list[by % list.length] ?? '';
  const given =
    pick(GIVEN, n * 7) + (n % 3 === 0 ? '' : pick(GIVEN, n * 11 + 3)) + (n % 17 === 0 ? pick(GIVEN, n) : '');
  const isMasked = n % 10 === 0;
  return {
    orderNo: `SEARCH${String(n).padStart(6, '0')}`,
    name: isMasked ? null : pick(SURNAMES, n * 13) + given,
    phone: isMasked ? null : `139${String(10_000_000 + n * 37).slice(-8)}`,
  };
};
const people = Array.from({ length: ORDERS }, (_, n) => person(n));

let db: TestDatabase;
let agent: Context<UserActor>;
let stranger: Context<UserActor>;

beforeAll(async () => {
  db = await testDatabase();
  const { shopId, groupId } = await aShop(db);
  agent = await actingAs(db, { role: 'agent', groupId });
  stranger = await actingAs(db, { role: 'agent', groupId: (await aShop(db)).groupId });
  const place = { province: '浙江省', city: '杭州市', district: '滨江区', street: '', detail: null };
  for (let at = 0; at < ORDERS; at += 1_000) {
    const rows = people.slice(at, at + 1_000).map(({ orderNo, name, phone }) => ({
      order_no: orderNo,
      shown: phone === null ? '138****0000' : `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      ...sealReceiver(TEST_KEYRING, { ...place, name, phone }),
    }));
    await db.query(
      `with r as (select * from jsonb_to_recordset($1::jsonb)
         r (order_no text, shown text, sealed text, phone_index text, name_bigrams bigint[])),
       o as (insert into orders (shop_id, order_no, platform, group_id, facts, status, placed_at, board_state, placed_on)
         select $2, order_no, 'taobao', $3,
           jsonb_build_object('receiver', jsonb_build_object('value', jsonb_build_object('phone',
             jsonb_build_object('state', 'masked', 'shown', shown)))), 'to_ship', now(), 'to-ship', current_date
         from r order by order_no returning id, order_no)
       insert into order_receivers (order_id, sealed, phone_index, name_bigrams)
       select o.id, decode(sealed, 'hex'), decode(phone_index, 'hex'), name_bigrams from o join r using (order_no)`,
      [JSON.stringify(rows), shopId, groupId],
    );
  }
}, 120_000);

const found = async (text: string, by = agent) => {
  const { kind, rows } = await searchOrders(by, { text });
  return { kind, orderNos: rows.map((row) => row.orderNo) };
};
/** Whom a name search must find: the newest 20 whose name contains the text. */
const named = (text: string) =>
  people
    .filter(({ name }) => name?.includes(text))
    .map(({ orderNo }) => orderNo)
    .toReversed();

describe('among six thousand orders', () => {
  it('any two neighbouring characters of a name find exactly those who have them', async () => {
    const texts = [...new Set(people.flatMap(({ name }) => (name ? [name.slice(0, 2), name.slice(1, 3)] : [])))];
    const asked = texts.filter((text) => text.length === 2).slice(0, 300);
    expect(asked.length).toBeGreaterThan(100);
    for (const text of asked) expect((await found(text)).orderNos, text).toEqual(named(text).slice(0, 20));
  });

  it('a whole name finds nobody whose pairs are the same in another order', async () => {
    const names = [...new Set(people.flatMap(({ name }) => name ?? []))].slice(0, 200);
    for (const name of names) expect((await found(name)).orderNos, name).toEqual(named(name).slice(0, 20));
    expect(await found('霞平霞')).toEqual({ kind: 'name', orderNos: [] });
  });

  it('a phone number finds its order, however it is written, and another number finds none', async () => {
    const { phone, orderNo } = people[1234] as Person;
    const spaced = `+86 ${phone?.slice(0, 3)} ${phone?.slice(3, 7)}-${phone?.slice(7)}`;
    for (const text of [phone ?? '', spaced]) expect(await found(text)).toEqual({ kind: 'phone', orderNos: [orderNo] });
    expect((await found('13100000000')).orderNos).toEqual([]);
  });

  it('the last four digits find by the masked form, also where the platform masked the number', async () => {
    expect((await found('0000')).orderNos.length).toBe(20);
    expect((await found('138****0000')).kind).toBe('phone-tail');
  });

  it('an order number is found whole and by its end', async () => {
    expect(await found('SEARCH004321')).toEqual({ kind: 'number', orderNos: ['SEARCH004321'] });
    expect((await found('004321')).orderNos).toEqual(['SEARCH004321']);
  });

  it('a masked name is not searched, and the answer says so', async () => {
    expect(await found('李**')).toEqual({ kind: 'masked', orderNos: [] });
  });

  it('nothing of another group is found, whatever is asked', async () => {
    const { phone, name } = people[1] as Person;
    for (const text of [phone ?? '', name ?? '', 'SEARCH000001', '0000'])
      expect((await found(text, stranger)).orderNos, text).toEqual([]);
  });
});
