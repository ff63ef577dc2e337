import type { Column } from '@/server/channels/csv/columns';

const REQUIRED: ReadonlySet<Column> = new Set(['orderNo', 'createdAt', 'total']);

/** Whether no order can be made without it. */
export const isRequiredColumn = (column: Column): boolean => REQUIRED.has(column);

/** What can be said of an order, as the form lists it. */
export const COLUMN_GROUPS: readonly {
  readonly id: 'order' | 'money' | 'article' | 'people';
  readonly columns: readonly Column[];
}[] = [
  {
    id: 'order',
    columns: [
      'orderNo',
      'createdAt',
      'paidAt',
      'status',
      'afterSale',
      'shippedAt',
      'signedAt',
      'doneAt',
      'carrier',
      'trackingNo',
    ],
  },
  { id: 'money', columns: ['total', 'paid', 'refund', 'goods', 'freight', 'discount'] },
  { id: 'article', columns: ['lineNo', 'title', 'sku', 'spec', 'quantity', 'unitPrice', 'linePaid'] },
  {
    id: 'people',
    columns: [
      ...(['receiverName', 'phone', 'otherPhone', 'province', 'city', 'district', 'street', 'address'] as const),
      ...(['buyerId', 'buyerName', 'buyerNote', 'sellerNote'] as const),
    ],
  },
];
