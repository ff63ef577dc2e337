import type { Sql } from '@/db/client';
import { MINUTE_MS } from '@/domain/clocks/instant';
import type { ToldFact } from '../facts/decode';
import { type Applied, KNOWN_ORDER, type KnownOrder, statementOf } from '../facts/known-order';
import type { ParcelTrace } from '../links/outside-fact';
import { PURPOSE } from '../privacy/sealed-columns';
import type { SealedDb } from '../privacy/sealed-db';

type ToldTrace = ToldFact<ParcelTrace>;

/** A watch that ended without traces is asked for again after this, so often. */
const AGAIN_AFTER_MS = 30 * MINUTE_MS;
const WATCHES_AT_MOST = 5;

/** The newest list replaces what was told before; an older one that comes later only shows that the source is alive. */
const STATE = `with r as (select * from jsonb_to_recordset($1::jsonb) r (tracking_no text, carrier text, state text, at float8,
     collected float8, signed float8, scans text, heard float8, ended text))
   update parcels p set heard_at = greatest(p.heard_at, at_ms(r.heard)),
     watch = case when r.ended = 'signed' then 'ended' when p.watch = 'waiting' then 'watched' else p.watch end,
     carrier = case when p.carrier = '' then coalesce(nullif(r.carrier, ''), '') else p.carrier end,
     state = case when n.is_newer then r.state else p.state end,
     stated_at = case when n.is_newer then at_ms(r.at) else p.stated_at end,
     collected_at = case when n.is_newer then at_ms(r.collected) else p.collected_at end,
     signed_at = case when n.is_newer then at_ms(r.signed) else p.signed_at end,
     last_scan_at = case when n.is_newer then at_ms(r.at) else p.last_scan_at end,
     scans_sealed = case when n.is_newer then decode(r.scans, 'hex') else p.scans_sealed end
   from r cross join lateral (select r.at is not null and coalesce(at_ms(r.at) >= x.stated_at, true) as is_newer
     from parcels x where x.tracking_no = r.tracking_no) n
   where p.tracking_no = r.tracking_no`;

const AGAIN = `with due as (update parcels p set watch = 'waiting', watches = watches + 1
     where p.tracking_no = any($1::text[]) and p.watch = 'watched' and p.watches < ${WATCHES_AT_MOST}
       and exists (select from parcel_orders po join orders o on o.id = po.order_id
         where po.parcel_id = p.id and o.stage is not null) returning id, watches)
   insert into outbox (kind, payload, idempotency_key, due_at)
   select 'parcel.subscribe', jsonb_build_object('parcelId', id::text), 'parcel.subscribe:' || id || ':' || watches,
     now() + interval '${AGAIN_AFTER_MS} milliseconds' from due on conflict (idempotency_key) do nothing`;

interface ParcelOrder extends KnownOrder {
  readonly trackingNo: string;
}

const isSooner = (a: ToldTrace, b: ToldTrace): number => (a.fact.at ?? 0) - (b.fact.at ?? 0);

async function storeTraces({ db: tx, keyring }: SealedDb<Sql>, told: readonly ToldTrace[]): Promise<void> {
  // One update of a parcel in a statement: of several lists the newest counts, and all are statements.
  const newest = new Map(told.toSorted(isSooner).map((one) => [one.fact.trackingNo, one]));
  const rows = [...newest.values()].map(({ message, fact }) => ({
    ...{ tracking_no: fact.trackingNo, carrier: fact.carrier, state: fact.state, at: fact.at, ended: fact.ended },
    ...{ collected: fact.collectedAt, signed: fact.signedAt, heard: message.receivedAt },
    scans: keyring.seal(JSON.stringify(fact.scans), PURPOSE.parcelScans).toString('hex'),
  }));
  await tx.query(STATE, [JSON.stringify(rows)]);
  const givenUp = told.filter(({ fact }) => fact.ended === 'given-up').map(({ fact }) => fact.trackingNo);
  if (givenUp.length > 0) await tx.query(AGAIN, [givenUp]);
}

const fieldsOf = ({ collectedAt, signedAt }: ParcelTrace) => ({
  ...(collectedAt === null ? {} : { collectedAt }),
  ...(signedAt === null ? {} : { signedAt }),
});

export interface AppliedTraces extends Applied {
  readonly orderIds: readonly string[];
}

/** Writes down where parcels are, and answers what that states of their orders. */
export async function applyTraces(sealed: SealedDb<Sql>, told: readonly ToldTrace[]): Promise<AppliedTraces> {
  if (told.length === 0) return { statements: [], waiting: [], orderIds: [] };
  const numbers = [...new Set(told.map(({ fact }) => fact.trackingNo))];
  const known = await sealed.db.query<{ trackingNo: string }>(
    `select tracking_no as "trackingNo" from parcels where tracking_no = any($1::text[]) order by id for no key update`,
    [numbers],
  );
  const isKnown = new Set(known.map(({ trackingNo }) => trackingNo));
  await storeTraces(
    sealed,
    told.filter(({ fact }) => isKnown.has(fact.trackingNo)),
  );
  const orders = await sealed.db.query<ParcelOrder>(
    `select p.tracking_no as "trackingNo", ${KNOWN_ORDER} from parcels p join parcel_orders po on po.parcel_id = p.id
     join orders o on o.id = po.order_id where p.tracking_no = any($1::text[])`,
    [numbers],
  );
  return {
    statements: told.flatMap((one) => {
      const { at } = one.fact;
      const fields = fieldsOf(one.fact);
      if (at === null || Object.keys(fields).length === 0) return [];
      const its = orders.filter(({ trackingNo }) => trackingNo === one.fact.trackingNo);
      return its.map((order) => statementOf(one, order, { source: 'carrier', kind: 'carrier.trace', at, fields }));
    }),
    waiting: told.flatMap(({ message, fact }) =>
      isKnown.has(fact.trackingNo) ? [] : [{ id: message.id, ref: `parcel:${fact.trackingNo}` }],
    ),
    orderIds: orders.map(({ orderId }) => orderId),
  };
}
