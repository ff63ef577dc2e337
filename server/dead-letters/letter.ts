import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { assertCan, can } from '../can';
import type { Action } from '../can-table';
import type { UserActor } from '../context';
import { notFound } from '../errors';
import type { Keyring } from '../privacy/keyring';
import { PURPOSE } from '../privacy/sealed-columns';
import { OTHER_BODY } from './filter';

/** What was set aside, with what is stored of it. */
export interface Letter {
  /** The shop or link of whom it came. */
  readonly ownerId: string;
  /** The groups it concerns: of a shop its own, of a link those of its shops. */
  readonly groupIds: readonly string[];
  readonly name: string;
  readonly receivedAt: Instant;
  /** The body, or the other body of a conflict; null where there is none, or its time is over. */
  readonly sealed: Buffer | null;
  /** Of a conflict: the body that came first. */
  readonly sealedFirst: Buffer | null;
  readonly purpose: string;
}

const MESSAGE = `select k.shop_id as "ownerId", array[s.group_id] as "groupIds", k.key as name,
    coalesce(m.received_at, k.aside_at) as "receivedAt", m.sealed_body as sealed, null as "sealedFirst", '${PURPOSE.inbox}' as purpose
  from inbox_keys k join shops s on s.id = k.shop_id left join inbox_messages m on m.id = k.id
  where k.id = $1::bigint and k.state in (2, 5, 7)`;
const CONFLICT = `select c.shop_id as "ownerId", array[s.group_id] as "groupIds", c.key as name, c.received_at as "receivedAt",
    c.sealed_body as sealed, m.sealed_body as "sealedFirst", '${PURPOSE.inbox}' as purpose
  from inbox_conflicts c join shops s on s.id = c.shop_id
    left join inbox_keys k on k.shop_id = c.shop_id and k.key = c.key left join inbox_messages m on m.id = k.id
  where c.id = $1::bigint and c.settled_at is null`;
const FETCH = `select f.shop_id as "ownerId", array[s.group_id] as "groupIds", f.order_no as name, f.dead_at as "receivedAt",
    null as sealed, null as "sealedFirst", '${PURPOSE.inbox}' as purpose
  from order_fetches f join shops s on s.id = f.shop_id
  where f.dead_at is not null and f.shop_id = $1 and f.order_no = $2`;
const OF_LINK = `select x.link_id as "ownerId", regexp_replace(x.key, '${OTHER_BODY}', '') as name, x.received_at as "receivedAt",
    array(select distinct s.group_id from link_shops j join shops s on s.id = j.shop_id
      where j.link_id = x.link_id and s.group_id is not null order by 1) as "groupIds",
    x.sealed_body as sealed, '${PURPOSE.linkMessage}' as purpose, (select first.sealed_body from link_messages first
      where x.key ~ '${OTHER_BODY}' and first.link_id = x.link_id
        and first.key = regexp_replace(x.key, '${OTHER_BODY}', '')) as "sealedFirst"
  from link_messages x where x.id = $1::bigint and x.state = 2 and x.link_id in (select id from links)`;
const BY_NUMBER: Readonly<Record<string, string>> = { m: MESSAGE, c: CONFLICT, l: OF_LINK };

/** The parts of a reference to a given-up order. */
export function fetchOf(ref: string): { readonly shopId: string; readonly orderNo: string } {
  const slash = ref.indexOf('/');
  return { shopId: ref.slice(1, slash), orderNo: ref.slice(slash + 1) };
}

/** The numbers of the references that begin with this letter. */
export const numbersOf = (refs: readonly string[], kind: 'm' | 'l'): string[] =>
  refs.filter((ref) => ref.startsWith(kind)).map((ref) => ref.slice(1));

/** Throws notFound where it is not aside any more. */
export async function loadLetter(sql: Sql, ref: string): Promise<Letter> {
  const byNumber = BY_NUMBER[ref.charAt(0)];
  const { shopId, orderNo } = fetchOf(ref);
  const [letter] =
    byNumber === undefined
      ? await sql.query<Letter>(FETCH, [shopId, orderNo])
      : await sql.query<Letter>(byNumber, [ref.slice(1)]);
  if (!letter) throw notFound('letter');
  return letter;
}

/** Refuses whoever may not do this in any group that the letter concerns; throws as assertCan does. */
export function assertCanLetter(actor: UserActor, action: Action, { groupIds }: Letter): void {
  const groupId = groupIds.find((id) => can(actor, action, { groupId: id })) ?? groupIds[0] ?? null;
  assertCan(actor, action, { groupId }, 'letter');
}

/** The bodies of a letter, opened; null where there is none. */
export const openLetter = (keyring: Keyring, { sealed, sealedFirst, purpose }: Letter) => ({
  body: sealed && keyring.open(sealed, purpose),
  first: sealedFirst && keyring.open(sealedFirst, purpose),
});
