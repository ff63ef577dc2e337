import type { Sql } from '@/db/client';

/** Who a person is to us. */
export interface KnownCustomer {
  readonly customerId: string;
  readonly externalId: string;
  /** The seat that last answered this person here. */
  readonly lastSeatId: string | null;
}

/** What a customer is called until somebody gives a name; the tail tells two strangers apart. */
const strangerName = (externalId: string): string => `微信客户 ${externalId.slice(-4)}`;

const load = (tx: Sql, account: string, externalIds: readonly string[]): Promise<KnownCustomer[]> =>
  tx.query<KnownCustomer>(
    `select customer_id as "customerId", external_id as "externalId", last_seat_id as "lastSeatId"
     from customer_identities where channel = 'wecom' and account = $1 and external_id = any($2::text[])`,
    [account, externalIds],
  );

/**
 * The customers behind these WeCom users, by external id; unknown ones are created. Who is known from another
 * customer-service account of the same corporation is the same person. The caller holds the lock on the
 * customer-service account, so that nobody is created twice.
 */
export async function knownCustomers(
  tx: Sql,
  account: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, KnownCustomer>> {
  if (externalIds.length === 0) return new Map();
  const known = await load(tx, account, externalIds);
  const seen = new Set(known.map(({ externalId }) => externalId));
  const strangers = [...new Set(externalIds)].filter((externalId) => !seen.has(externalId));
  if (strangers.length === 0) return new Map(known.map((customer) => [customer.externalId, customer]));
  await tx.query(
    `with stranger as (
       select s.external_id, s.name, (select min(i.customer_id) from customer_identities i
         join wecom_kf_accounts k on k.open_kfid = i.account
         join wecom_kf_accounts here on here.open_kfid = $1 and here.account_id = k.account_id
         where i.channel = 'wecom' and i.external_id = s.external_id) as known_id
       from unnest($2::text[], $3::text[]) s (external_id, name)
     ), numbered as (
       select external_id, name, known_id is null as is_new,
         coalesce(known_id, nextval(pg_get_serial_sequence('customers', 'id'))) as id
       from stranger
     ), made as (
       insert into customers (id, shown_name) overriding system value select id, name from numbered where is_new
     )
     insert into customer_identities (channel, account, external_id, customer_id)
     select 'wecom', $1, external_id, id from numbered`,
    [account, strangers, strangers.map(strangerName)],
  );
  return new Map((await load(tx, account, externalIds)).map((customer) => [customer.externalId, customer]));
}

/** Notes when each person last wrote: the 48-hour window starts again, and so does the count of what we may send. */
export async function noteInbound(tx: Sql, account: string, latest: ReadonlyMap<string, number>): Promise<void> {
  if (latest.size === 0) return;
  await tx.query(
    `update customer_identities i
     set last_inbound_at = greatest(i.last_inbound_at, at_ms(m.at)), sent_since_inbound = 0
     from unnest($2::text[], $3::float8[]) m (external_id, at)
     where i.channel = 'wecom' and i.account = $1 and i.external_id = m.external_id`,
    [account, [...latest.keys()], [...latest.values()]],
  );
}
