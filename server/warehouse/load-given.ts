import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { type FactMap, factOf } from '@/domain/order/merge-events';
import type { Personal } from '@/domain/order/personal';
import type { Platform } from '@/domain/order/platform';
import type { PlainReceiver } from '@/domain/order/seal';
import { openLinkValues } from '../link-accounts/values';
import type { LinkValues } from '../links/link';
import type { DeliveryOrder } from '../links/qimen/delivery-order';
import type { SealedDb } from '../privacy/sealed-db';
import { knownNotes } from '../privacy/sealed-notes';
import { openReceiver } from '../privacy/sealed-receiver';

interface Row {
  readonly code: string;
  readonly order_id: string;
  readonly order_no: string;
  readonly platform: Platform;
  readonly shop_id: string;
  readonly shop_name: string;
  readonly buyer_shown: string;
  readonly is_urgent: boolean;
  readonly placed_at: Instant;
  readonly released_at: Instant | null;
  readonly created_at: Instant;
  readonly facts: FactMap;
  readonly receiver: Buffer | null;
  readonly notes: Buffer | null;
  readonly link_id: string;
  readonly settings: LinkValues;
  readonly secrets: Buffer;
  readonly is_active: boolean;
}

/** An order as it is given to a warehouse, with the link that takes it. */
export interface Given {
  readonly orderId: string;
  readonly order: DeliveryOrder;
  readonly values: LinkValues;
  readonly isActive: boolean;
}

const SELECT = `select w.code, o.id::text as order_id, o.order_no, o.platform, o.shop_id, s.name as shop_name, o.buyer_shown,
    w.is_urgent, o.placed_at, o.released_at, w.created_at, o.facts, r.sealed as receiver, r.notes_sealed as notes, l.id as link_id, l.settings,
    l.secrets_sealed as secrets, l.is_active
  from warehouse_orders w join orders o on o.id = w.order_id join shops s on s.id = o.shop_id join links l on l.id = w.link_id
  left join order_receivers r on r.order_id = o.id where w.code = $1`;

const shownOf = (personal: Personal): string =>
  personal.state === 'plain' ? personal.value : personal.state === 'masked' ? personal.shown : '';

/** Whom it goes to: in plain where that is known; a platform's masked values go on as they are, the warehouse resolves them. */
function receiverOf(sealed: Row, plain: PlainReceiver | null): PlainReceiver {
  const shown = factOf(sealed.facts, 'receiver');
  return {
    name: plain?.name ?? (shown ? shownOf(shown.name) : ''),
    phone: plain?.phone ?? (shown ? shownOf(shown.phone) : ''),
    province: shown?.province ?? plain?.province ?? '',
    city: shown?.city ?? plain?.city ?? '',
    district: shown?.district ?? plain?.district ?? '',
    street: shown?.street ?? plain?.street ?? '',
    detail: plain?.detail ?? (shown ? shownOf(shown.detail) : ''),
  };
}

/** Loads what a warehouse has to know of an order; null when the order or the link is gone. */
export async function loadGiven({ db, keyring }: SealedDb<Sql>, code: string): Promise<Given | null> {
  const [row] = await db.query<Row>(SELECT, [code]);
  if (!row) return null;
  const { facts } = row;
  return {
    orderId: row.order_id,
    isActive: row.is_active,
    values: openLinkValues(keyring, row.link_id, row.settings, row.secrets),
    order: {
      ...{ code, orderNo: row.order_no, platform: row.platform, shopName: row.shop_name, buyerShown: row.buyer_shown },
      ...{ isUrgent: row.is_urgent, placedAt: row.placed_at, releasedAt: row.released_at ?? row.created_at },
      paidAt: factOf(facts, 'paidAt'),
      promisedAt: factOf(facts, 'promisedAt'),
      amountFen: factOf(facts, 'amountFen'),
      goodsFen: factOf(facts, 'goodsFen'),
      discountFen: factOf(facts, 'discountFen'),
      freightFen: factOf(facts, 'freightFen'),
      paidFen: factOf(facts, 'paidFen'),
      buyerNote: knownNotes(keyring, row.notes)?.buyerNote ?? '',
      lines: factOf(facts, 'lines') ?? [],
      receiver: receiverOf(row, row.receiver ? openReceiver(keyring, row.receiver) : null),
    },
  };
}
