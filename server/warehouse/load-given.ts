import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { linesToShip } from '@/domain/order/lines-to-ship';
import { type FactMap, factOf } from '@/domain/order/merge-events';
import type { Personal } from '@/domain/order/personal';
import type { Platform } from '@/domain/order/platform';
import type { PlainReceiver } from '@/domain/order/seal';
import { openLinkValues } from '../link-accounts/values';
import type { LinkValues } from '../links/link';
import type { DeliveryOrder, DeliveryPart } from '../links/qimen/delivery-order';
import type { Keyring } from '../privacy/keyring';
import type { SealedDb } from '../privacy/sealed-db';
import { knownNotes } from '../privacy/sealed-notes';
import { openReceiver } from '../privacy/sealed-receiver';
import { type Contents, contentsOf } from './contents';
import type { Lack } from './failures';

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

/** What is given to a warehouse, an order or several that were merged, with the link that takes it. */
export interface Given {
  readonly order: DeliveryOrder;
  readonly values: LinkValues;
  readonly isActive: boolean;
  /** What no warehouse can do without, and nobody has said. */
  readonly lacks: readonly Lack[];
  /** What is told of each order, by its id, to know later whether it is otherwise. */
  readonly contents: Readonly<Record<string, Contents>>;
}

const SELECT = `select w.code, o.id::text as order_id, o.order_no, o.platform, o.shop_id, s.name as shop_name, o.buyer_shown,
    w.is_urgent, o.placed_at, o.released_at, w.created_at, o.facts, r.sealed as receiver, r.notes_sealed as notes, l.id as link_id, l.settings,
    l.secrets_sealed as secrets, l.is_active
  from warehouse_orders w join orders o on o.id = w.order_id join shops s on s.id = o.shop_id join links l on l.id = w.link_id
  left join order_receivers r on r.order_id = o.id where w.code = $1 and w.state <> 'waiting' order by o.id`;

const shownOf = (personal: Personal): string =>
  personal.state === 'plain' ? personal.value : personal.state === 'masked' ? personal.shown : '';

/**
 * Whom it goes to: in plain where that is known; a platform's masked values go on as they are: the warehouse resolves them
 * by the order's number, on Taobao by the OAID too.
 */
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

/** A masked name, number or door is one, and so is the platform's own word for them: the warehouse gets them from the platform. */
function isReceiverKnown({ facts }: Row, plain: PlainReceiver | null): boolean {
  const said = factOf(facts, 'receiver');
  if (said?.platformKey) return true;
  return (['name', 'phone', 'detail'] as const).every(
    (part) => Boolean(plain?.[part]) || (said !== null && said[part].state !== 'missing'),
  );
}

const partOf = (keyring: Keyring, row: Row): DeliveryPart => ({
  orderNo: row.order_no,
  placedAt: row.placed_at,
  paidAt: factOf(row.facts, 'paidAt'),
  promisedAt: factOf(row.facts, 'shipBy') ?? factOf(row.facts, 'promisedAt'),
  amountFen: factOf(row.facts, 'amountFen'),
  goodsFen: factOf(row.facts, 'goodsFen'),
  discountFen: factOf(row.facts, 'discountFen'),
  freightFen: factOf(row.facts, 'freightFen'),
  paidFen: factOf(row.facts, 'paidFen'),
  buyerNote: knownNotes(keyring, row.notes)?.buyerNote ?? '',
  lines: linesToShip(factOf(row.facts, 'lines') ?? []),
});

/**
 * Loads what a warehouse has to know of what goes under this code; null when the order or the link is gone. Merged orders go to
 * one receiver, who is the first's.
 */
export async function loadGiven({ db, keyring }: SealedDb<Sql>, code: string): Promise<Given | null> {
  const rows = await db.query<Row>(SELECT, [code]);
  const [row] = rows;
  if (!row) return null;
  const opened = rows.map((one) => ({ one, plain: one.receiver && openReceiver(keyring, one.receiver) }));
  const parts: DeliveryOrder['parts'] = [partOf(keyring, row), ...rows.slice(1).map((one) => partOf(keyring, one))];
  const hasLines = parts.every(({ lines }) => lines.length > 0);
  return {
    lacks: [
      ...(isReceiverKnown(row, opened[0]?.plain ?? null) ? [] : (['receiver'] as const)),
      ...(hasLines ? [] : (['lines'] as const)),
    ],
    contents: Object.fromEntries(opened.map(({ one, plain }) => [one.order_id, contentsOf(keyring, one.facts, plain)])),
    isActive: row.is_active,
    values: openLinkValues(keyring, row.link_id, row.settings, row.secrets),
    order: {
      ...{ code, platform: row.platform, shopName: row.shop_name, buyerShown: row.buyer_shown },
      isUrgent: rows.some((one) => one.is_urgent),
      releasedAt: Math.max(...rows.map((one) => one.released_at ?? one.created_at)),
      receiver: receiverOf(row, opened[0]?.plain ?? null),
      oaid: row.platform === 'taobao' ? (factOf(row.facts, 'receiver')?.platformKey ?? null) : null,
      parts,
    },
  };
}
