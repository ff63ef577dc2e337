import type { Database } from '@/db/client';
import type { Keyring } from '@/server/privacy/keyring';
import { sealReceiver } from '@/server/privacy/sealed-receiver';

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文玉兰红梅春海燕玲飞鹏辉斌波宁浩凯健俊帆雪琳晨阳思雨佳欣怡',
];

export interface BenchPerson {
  readonly name: string;
  readonly phone: string;
}

/** Evenly spread over 0 (inclusive) to 1 (exclusive), the same for the same two numbers. */
export function spread(n: number, salt: number): number {
  let mixed = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}

export const pick = <T>(list: readonly T[], share: number): T => list[Math.floor(share * list.length)] as T;

/**
 * The n-th of the people who buy: names of two and three characters, many of them shared by several people; surnames are as
 * unequally common as they are in China, where every thirteenth person is a 王.
 */
export const benchPerson = (n: number): BenchPerson => ({
  name:
    pick(SURNAMES, spread(n, 1) ** 1.4) + pick(GIVEN, spread(n, 2)) + (n % 4 === 0 ? '' : pick(GIVEN, spread(n, 3))),
  phone: `1${3 + (n % 7)}${String((n * 7_919_311 + 104_729) % 1_000_000_000).padStart(9, '0')}`,
});

/** Stores them sealed in a table of the session's own database, from which orders get copies. */
export async function storePeople(db: Database, keyring: Keyring, count: number): Promise<void> {
  await db.query(
    `create table bench_people (n int primary key, shown text, phone_shown text, sealed bytea, phone_index bytea, name_bigrams bigint[])`,
  );
  const place = { province: '浙江省', city: '杭州市', district: '滨江区', street: '长河街道', detail: '网商路1号' };
  for (let from = 0; from < count; from += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => {
      const { name, phone } = benchPerson(from + index);
      const shown = {
        n: from + index,
        shown: `${name[0]}**`,
        phone_shown: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      };
      return { ...shown, ...sealReceiver(keyring, { ...place, name, phone }) };
    });
    await db.query(
      `insert into bench_people select n, shown, phone_shown, decode(sealed, 'hex'), decode(phone_index, 'hex'), name_bigrams
       from jsonb_to_recordset($1::jsonb) r (n int, shown text, phone_shown text, sealed text, phone_index text, name_bigrams bigint[])`,
      [JSON.stringify(rows)],
    );
  }
}
