import { beforeAll, describe, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { OrderNotes } from '@/domain/order/notes';
import type { Context, UserActor } from '@/server/context';
import { sealNotes } from '@/server/privacy/sealed-notes';
import { sealReceiver } from '@/server/privacy/sealed-receiver';
import { actingAs, TEST_KEYRING } from '@/server/testing/acting';
import { indexNotes } from './index-notes';
import { searchOrders } from './search';
import type { SearchKind } from './search-kind';

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
       o as (insert into orders (shop_id, order_no, platform, group_id, facts, phone_tail, status, placed_at, board_state, placed_on)
         select $2, order_no, 'taobao', $3, '{}', right(shown, 4), 'to_ship', now(), 'to-ship', current_date
         from r order by order_no returning id, order_no)
       insert into order_receivers (order_id, group_id, sealed, phone_index, name_bigrams)
       select o.id, $3, decode(sealed, 'hex'), decode(phone_index, 'hex'), name_bigrams from o join r using (order_no)`,
      [JSON.stringify(rows), shopId, groupId],
    );
  }
}, 120_000);

/** What each way of looking found; ways that found nothing are left out. */
const found = async (text: string, by = agent) => {
  const { findings } = await searchOrders(by, { text });
  const some = findings.filter(({ rows }) => rows.length > 0);
  return Object.fromEntries(some.map(({ kind, rows }) => [kind, rows.map((row) => row.orderNo)]));
};
const foundBy = async (kind: SearchKind, text: string) => (await found(text))[kind] ?? [];
const endsWith = (end: string) => {
  const orderNos = people.filter(({ orderNo }) => orderNo.endsWith(end)).map(({ orderNo }) => orderNo);
  return orderNos.length === 0 ? {} : { 'order-no': orderNos.toReversed() };
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
    for (const text of asked) expect(await foundBy('name', text), text).toEqual(named(text).slice(0, 20));
  });

  it('a whole name finds nobody whose pairs are the same in another order', async () => {
    const names = [...new Set(people.flatMap(({ name }) => name ?? []))].slice(0, 200);
    for (const name of names) expect(await foundBy('name', name), name).toEqual(named(name).slice(0, 20));
    expect(await found('霞平霞')).toEqual({});
  });

  it('a phone number finds its order, however it is written, and another number finds none', async () => {
    const { phone, orderNo } = people[1234] as Person;
    const spaced = `+86 ${phone?.slice(0, 3)} ${phone?.slice(3, 7)}-${phone?.slice(7)}`;
    for (const text of [phone ?? '', spaced]) expect(await found(text)).toEqual({ phone: [orderNo] });
    expect(await found('13100000000')).toEqual({});
  });

  it('the last four digits find by the masked form, also where the platform masked the number', async () => {
    for (const text of ['0000', '138****0000']) expect(await foundBy('phone-tail', text)).toHaveLength(20);
    const { findings } = await searchOrders(agent, { text: '0000' });
    expect(findings.find(({ kind }) => kind === 'phone-tail')?.isMore).toBe(true);
  });

  it('four digits are looked for as the tail of a phone and as the end of an order number', async () => {
    const tail = people[1234]?.phone?.slice(-4) ?? '';
    const byPhone = people.filter(({ phone }) => phone?.endsWith(tail)).map(({ orderNo }) => orderNo);
    expect(await found(tail)).toEqual({ 'phone-tail': byPhone.toReversed(), ...endsWith(tail) });
  });

  it('an order number is found whole and by its end', async () => {
    for (const text of ['SEARCH004321', '004321', 'H004321', 'search004321', 'h004321'])
      expect(await found(text), text).toEqual({ 'order-no': ['SEARCH004321'] });
    for (const text of ['SEARCH00432_', '%004321']) expect(await found(text), text).toEqual({});
    await db.query("update orders set order_no = 'qm-77ab' where order_no = 'SEARCH000005'");
    for (const text of ['qm-77ab', 'QM-77AB', '77Ab'])
      expect(await found(text), text).toEqual({ 'order-no': ['qm-77ab'] });
  });

  it('a courier number finds its order, also one of several parcels', async () => {
    const [second, third] = await db.query<{ id: string }>(
      "select id from orders where order_no in ('SEARCH000002', 'SEARCH000003') order by order_no",
    );
    await db.query("update orders set tracking_no = 'SF2233445566778' where id = $1", [second?.id]);
    await db.query(
      `with p as (insert into parcels (tracking_no) values ('yt99887766554') returning id)
       insert into parcel_orders select id, $1 from p`,
      [third?.id],
    );
    for (const text of ['SF2233445566778', 'sf2233445566778'])
      expect(await found(text), text).toEqual({ 'tracking-no': ['SEARCH000002'] });
    for (const text of ['YT99887766554', 'yt99887766554'])
      expect(await found(text), text).toEqual({ 'tracking-no': ['SEARCH000003'] });
  });

  it('an article finds the orders that hold it, and no other', async () => {
    await db.query("update orders set skus = $1 where order_no = 'SEARCH000777'", [['CUP-01/L', '海蓝杯']]);
    for (const text of ['CUP-01/L', '海蓝杯']) expect(await found(text), text).toEqual({ sku: ['SEARCH000777'] });
    expect(await found('CUP-01')).toEqual({});
  });

  it('words of a note find its order once they are indexed, and after a change the new ones alone', async () => {
    const noteOf = async (orderNo: string, notes: OrderNotes) => {
      await db.query(
        `update order_receivers set notes_sealed = $2, note_bigrams = null
         where order_id = (select id from orders where order_no = $1)`,
        [orderNo, sealNotes(TEST_KEYRING, notes)],
      );
      await indexNotes({ db, keyring: TEST_KEYRING });
    };
    await noteOf('SEARCH000100', { buyerNote: '请放 Ｆ区门卫室，别打电话13912345678', sellerNote: '' });
    await noteOf('SEARCH000200', { buyerNote: '', sellerNote: `${'一二三四五六七八九十'.repeat(20)}送贺卡` });
    expect(await found('f区门卫室')).toEqual({ note: ['SEARCH000100'] });
    expect(await found('门卫室，别打')).toEqual({ note: ['SEARCH000100'] });
    expect(await found('送贺卡')).toEqual({ note: ['SEARCH000200'] });
    for (const text of ['门卫 电话', '电话13912', '室门卫']) expect(await found(text), text).toEqual({});
    expect(await found('门卫室', stranger)).toEqual({});
    await noteOf('SEARCH000100', { buyerNote: '改放快递柜', sellerNote: '' });
    expect(await found('门卫室')).toEqual({});
    expect(await found('放快递')).toEqual({ note: ['SEARCH000100'] });
  });

  it.each([
    ['a masked name', '李**', 'masked'],
    ['one character', '李', 'too-short'],
    ['three digits', '432', 'too-short'],
  ])('%s is not searched, and the answer says so', async (_name, text, unsearchable) => {
    expect(await searchOrders(agent, { text })).toEqual({ findings: [], unsearchable, askable: [] });
  });

  it('nothing of another group is found, whatever is asked', async () => {
    const { phone, name } = people[1] as Person;
    for (const text of [phone ?? '', name ?? '', 'SEARCH000001', '0000'])
      expect(await found(text, stranger), text).toEqual({});
  });
});
