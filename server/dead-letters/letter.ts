import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { notFound } from '../errors';
import type { Keyring } from '../privacy/keyring';
import { PURPOSE } from '../privacy/sealed-columns';

/** What was set aside, with what is stored of it. */
export interface Letter {
  readonly shopId: string;
  readonly groupId: string;
  readonly name: string;
  readonly receivedAt: Instant;
  /** The body, or the other body of a conflict; null where there is none, or its time is over. */
  readonly sealed: Buffer | null;
  /** Of a conflict: the body that came first. */
  readonly sealedFirst: Buffer | null;
}

const MESSAGE = `select k.shop_id as "shopId", s.group_id as "groupId", k.key as name,
    coalesce(m.received_at, k.aside_at) as "receivedAt", m.sealed_body as sealed, null as "sealedFirst"
  from inbox_keys k join shops s on s.id = k.shop_id left join inbox_messages m on m.id = k.id
  where k.id = $1::bigint and k.state in (2, 5, 7)`;
const CONFLICT = `select c.shop_id as "shopId", s.group_id as "groupId", c.key as name, c.received_at as "receivedAt",
    c.sealed_body as sealed, m.sealed_body as "sealedFirst"
  from inbox_conflicts c join shops s on s.id = c.shop_id
    left join inbox_keys k on k.shop_id = c.shop_id and k.key = c.key left join inbox_messages m on m.id = k.id
  where c.id = $1::bigint and c.settled_at is null`;
const FETCH = `select f.shop_id as "shopId", s.group_id as "groupId", f.order_no as name, f.dead_at as "receivedAt",
    null as sealed, null as "sealedFirst"
  from order_fetches f join shops s on s.id = f.shop_id
  where f.dead_at is not null and f.shop_id = $1 and f.order_no = $2`;

/** The parts of a reference to a given-up order. */
export function fetchOf(ref: string): { readonly shopId: string; readonly orderNo: string } {
  const slash = ref.indexOf('/');
  return { shopId: ref.slice(1, slash), orderNo: ref.slice(slash + 1) };
}

/** Throws notFound where it is not aside any more. */
export async function loadLetter(sql: Sql, ref: string): Promise<Letter> {
  const { shopId, orderNo } = fetchOf(ref);
  const [letter] =
    ref[0] === 'f'
      ? await sql.query<Letter>(FETCH, [shopId, orderNo])
      : await sql.query<Letter>(ref[0] === 'c' ? CONFLICT : MESSAGE, [ref.slice(1)]);
  if (!letter) throw notFound('letter');
  return letter;
}

/** The bodies of a letter, opened; null where there is none. */
export const openLetter = (keyring: Keyring, { sealed, sealedFirst }: Letter) => ({
  body: sealed && keyring.open(sealed, PURPOSE.inbox),
  first: sealedFirst && keyring.open(sealedFirst, PURPOSE.inbox),
});
