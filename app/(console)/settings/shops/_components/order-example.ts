/** What the example fills in when it runs. */
const NOW = '@now';
const ORDER_NO = '@orderNo';

/** A paid order as the generic channel takes it, with most of what can be told of one. */
const ORDER = {
  type: 'order.paid',
  timestamp: NOW,
  data: {
    platformOrderNo: ORDER_NO,
    status: 'paid',
    createdAt: NOW,
    paidAt: NOW,
    updatedAt: NOW,
    amountCents: 29_900,
    goodsCents: 31_800,
    discountCents: 1_900,
    freightCents: 0,
    paidCents: 29_900,
    paymentMethod: 'wechat',
    buyer: { id: 'u_10086', name: '李雷', ip: '36.152.44.96', tags: ['VIP'] },
    receiver: {
      name: '李雷',
      phone: '13800138000',
      province: '浙江省',
      city: '杭州市',
      district: '滨江区',
      street: '长河街道',
      detail: '网商路 699 号 3 幢 1201 室',
    },
    buyerNote: '生日礼物，请尽快',
    items: [{ lineNo: '1', sku: 'TW-MUG-01-B', title: '潮汐马克杯', spec: '海蓝', qty: 2, unitPriceCents: 15_900 }],
  },
} as const;

/** The order as text, with its time and number as this language writes them. JSON is also JavaScript and Python. */
export const orderText = (now: string, orderNo: string): string =>
  JSON.stringify(ORDER, null, 2).replaceAll(`"${NOW}"`, now).replaceAll(`"${ORDER_NO}"`, orderNo);

/** The fields that the page explains, in the order of the example. */
export const EXPLAINED = [
  ...(['type', 'timestamp', 'platformOrderNo', 'status', 'createdAt', 'paidAt', 'updatedAt', 'amountCents'] as const),
  ...(['goodsCents', 'discountCents', 'freightCents', 'paidCents', 'buyer', 'receiver', 'items', 'others'] as const),
] as const;
