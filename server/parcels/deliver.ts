import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import { SECOND_MS } from '@/domain/clocks/instant';
import type { Services } from '../context';
import { storeLinkMessage } from '../facts/message-store';
import { openLinkValues } from '../link-accounts/values';
import { shownWords } from '../links/hide-numbers';
import { askLive, Kuaidi100Refused, subscribe } from '../links/kuaidi100/client';
import type { LinkValues } from '../links/link';
import { isCallable, OutboundFailure, outboundBytes } from '../links/outbound';
import { type EffectHandler, PermanentError } from '../outbox/worker';
import { openReceiver } from '../privacy/sealed-receiver';

type ParcelServices = Pick<Services, 'db' | 'keyring' | 'origin' | 'isLoopbackAllowed'>;

const payloadShape = z.object({ parcelId: z.string().regex(/^\d{1,19}$/) });
const http = outboundBytes({ timeoutMs: 10 * SECOND_MS, maxBytes: 1_000_000 });

interface Row {
  readonly trackingNo: string;
  readonly carrier: string;
  readonly linkId: string;
  readonly settings: LinkValues;
  readonly sealed: Buffer;
  readonly isActive: boolean;
  readonly receiver: Buffer | null;
}

const SELECT = `select p.tracking_no as "trackingNo", p.carrier, l.id as "linkId", l.settings, l.secrets_sealed as sealed,
    l.is_active as "isActive", (select r.sealed from parcel_orders po join order_receivers r on r.order_id = po.order_id
      where po.parcel_id = p.id order by po.order_id limit 1) as receiver
  from parcels p join links l on l.id = p.link_id where p.id = $1::bigint`;

/** SF tells of a parcel only to who names a phone of its receiver or sender. */
const asksForPhone = ({ carrier, trackingNo }: Row): boolean =>
  carrier === 'shunfeng' || (carrier === '' && /^SF/iu.test(trackingNo));

/** A parcel with what its link needs; null when either is gone. Throws PermanentError where the link cannot be called. */
async function load({ db, keyring, isLoopbackAllowed }: ParcelServices, parcelId: string) {
  const [row] = await db.query<Row>(SELECT, [parcelId]);
  if (!row) return null;
  if (!row.isActive) throw new PermanentError('link-off');
  const values = openLinkValues(keyring, row.linkId, row.settings, row.sealed);
  if (!isCallable(values.apiBase ?? '', isLoopbackAllowed)) throw new PermanentError('call-address');
  const to = row.receiver ? openReceiver(keyring, row.receiver) : null;
  const ours = asksForPhone(row) ? values.senderPhone || null : null;
  const phone = to?.phone ?? ours;
  return { ...row, values, phone, to: to ? `${to.province}${to.city}${to.district}` : '' };
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutboundFailure) throw new Error(`call-${error.why}`);
    if (error instanceof Kuaidi100Refused && !error.isRetryable)
      throw new PermanentError(shownWords(`${error.code} ${error.words}`));
    throw error;
  }
}

const subscribeParcel =
  (services: ParcelServices): EffectHandler =>
  async (payload) => {
    const { parcelId } = payloadShape.parse(payload);
    const parcel = await load(services, parcelId);
    if (parcel === null) return;
    const { trackingNo, carrier, phone, to, values, linkId } = parcel;
    const callbackUrl = `${services.origin}/hooks/kuaidi100/${linkId}`;
    await asked(() => subscribe(values, { trackingNo, carrier, phone, to, from: '', callbackUrl }, http));
    return async (tx) => {
      await tx.query(
        `update parcels set watch = case when watch = 'ended' then watch else 'watched' end, watched_at = now(),
           watches = greatest(watches, 1), refusal = null where id = $1::bigint`,
        [parcelId],
      );
    };
  };

/** The answer takes the way of everything that is pushed. */
const askAboutParcel =
  (services: ParcelServices): EffectHandler =>
  async (payload, { idempotencyKey }) => {
    const { parcelId } = payloadShape.parse(payload);
    const parcel = await load(services, parcelId);
    if (parcel === null) return;
    const { keyring } = services;
    const body = await asked(() => askLive(parcel.values, parcel, http));
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
    const key = `live/${idempotencyKey}/${hash}`;
    return async (tx: Sql) => {
      await storeLinkMessage({ db: tx, keyring }, { linkId: parcel.linkId, key, topic: 'live', body });
    };
  };

/** The effects of this room, for the outbox worker: subscribing to a parcel's traces, and asking for them once. */
export const parcelHandlers = (
  services: ParcelServices,
): { readonly 'parcel.subscribe': EffectHandler; readonly 'parcel.ask': EffectHandler } => ({
  'parcel.subscribe': subscribeParcel(services),
  'parcel.ask': askAboutParcel(services),
});

/** For the outbox worker, in the transaction that gives an effect up: the parcel shows why it is not followed. */
export async function parcelGivenUp(
  tx: Sql,
  effect: { readonly kind: string; readonly payload: unknown },
  reason: string,
): Promise<void> {
  if (effect.kind !== 'parcel.subscribe') return;
  const { parcelId } = payloadShape.parse(effect.payload);
  await tx.query(
    `update parcels set watch = 'refused', refusal = left($2, 200) where id = $1::bigint and watch = 'waiting'`,
    [parcelId, reason],
  );
}
