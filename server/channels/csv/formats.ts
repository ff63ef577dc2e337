import type { Platform } from '@/domain/order/platform';
import type { Column } from './columns';

/** An export of one platform's seller pages: what its columns are called, and by which it is known. */
export interface ReportFormat {
  readonly id: string;
  readonly platform: Platform;
  /** The headings a column may have, the surest first. */
  readonly headings: Partial<Readonly<Record<Column, readonly string[]>>>;
  /** A header with all of these is of this format. */
  readonly knownBy: readonly Column[];
  /** Whether the amounts of a row are those of the order (said again in each of its rows) or of the row alone. */
  readonly amounts: 'order' | 'row';
  /** Whether an order may have several rows, one for an article. */
  readonly isByArticle: boolean;
  /** The day of an order without a time of creation stands at the front of its number: 201111-…. */
  readonly isDayInNumber?: true;
}

const TAOBAO_ORDERS: ReportFormat = {
  id: 'taobao-orders',
  platform: 'taobao',
  headings: {
    orderNo: ['订单编号'],
    createdAt: ['订单创建时间'],
    paidAt: ['订单付款时间'],
    status: ['订单状态'],
    total: ['总金额'],
    paid: ['买家实际支付金额'],
    refund: ['退款金额'],
    goods: ['买家应付货款'],
    freight: ['买家应付邮费'],
    buyerName: ['买家会员名'],
    receiverName: ['收货人姓名'],
    phone: ['联系手机'],
    otherPhone: ['联系电话'],
    address: ['收货地址'],
    carrier: ['物流公司'],
    trackingNo: ['物流单号'],
    shippedAt: ['发货时间'],
    doneAt: ['确认收货时间'],
    buyerNote: ['买家留言'],
    sellerNote: ['订单备注', '商家备忘'],
  },
  knownBy: ['orderNo', 'total', 'createdAt'],
  amounts: 'order',
  isByArticle: false,
};

const TAOBAO_ARTICLES: ReportFormat = {
  id: 'taobao-articles',
  platform: 'taobao',
  headings: {
    orderNo: ['主订单编号', '订单编号'],
    lineNo: ['子订单编号'],
    createdAt: ['订单创建时间'],
    paidAt: ['订单付款时间'],
    shippedAt: ['发货时间'],
    status: ['订单状态'],
    afterSale: ['退款状态'],
    total: ['买家应付货款'],
    paid: ['买家实际支付金额'],
    refund: ['退款金额'],
    title: ['商品标题', '标题', '宝贝标题'],
    sku: ['商家编码', '外部系统编号'],
    spec: ['商品属性'],
    quantity: ['购买数量'],
    unitPrice: ['商品价格', '价格'],
    carrier: ['物流公司'],
    trackingNo: ['物流单号'],
    sellerNote: ['备注', '商家备注'],
  },
  knownBy: ['orderNo', 'lineNo', 'quantity', 'total', 'createdAt'],
  amounts: 'row',
  isByArticle: true,
};

const DOUYIN: ReportFormat = {
  id: 'douyin-orders',
  platform: 'douyin',
  headings: {
    orderNo: ['主订单编号'],
    lineNo: ['子订单编号'],
    title: ['选购商品'],
    spec: ['商品规格'],
    quantity: ['商品数量'],
    sku: ['商家编码', '货号', '商品ID'],
    unitPrice: ['商品金额', '商品单价'],
    total: ['订单应付金额'],
    freight: ['运费'],
    discount: ['优惠总金额'],
    receiverName: ['收件人'],
    phone: ['收件人手机号'],
    province: ['省'],
    city: ['市'],
    district: ['区'],
    street: ['街道'],
    address: ['详细地址'],
    buyerNote: ['买家留言'],
    sellerNote: ['商家备注'],
    createdAt: ['订单提交时间'],
    paidAt: ['支付完成时间', '支付时间'],
    shippedAt: ['发货时间'],
    doneAt: ['订单完成时间'],
    status: ['订单状态'],
    afterSale: ['售后状态'],
    carrier: ['快递公司'],
    trackingNo: ['快递单号'],
  },
  knownBy: ['orderNo', 'lineNo', 'total', 'createdAt'],
  amounts: 'row',
  isByArticle: true,
};

const PINDUODUO: ReportFormat = {
  id: 'pinduoduo-orders',
  platform: 'pinduoduo',
  headings: {
    orderNo: ['订单号'],
    status: ['订单状态'],
    title: ['商品'],
    goods: ['商品总价(元)'],
    freight: ['邮费(元)'],
    discount: ['店铺优惠折扣(元)'],
    total: ['用户实付金额(元)'],
    quantity: ['商品数量(件)'],
    shippedAt: ['发货时间'],
    signedAt: ['确认收货时间'],
    sku: ['商家编码-规格维度', '商家编码-商品维度', '商品id'],
    spec: ['商品规格'],
    receiverName: ['收货人'],
    phone: ['手机'],
    province: ['省'],
    city: ['市'],
    district: ['区'],
    street: ['街道'],
    address: ['详细地址', '地址'],
    buyerNote: ['买家留言'],
    sellerNote: ['商家备注'],
    afterSale: ['售后状态'],
    trackingNo: ['快递单号'],
    carrier: ['快递公司'],
    createdAt: ['订单成交时间'],
    paidAt: ['支付时间'],
  },
  knownBy: ['orderNo', 'goods', 'total', 'createdAt'],
  amounts: 'order',
  isByArticle: false,
  isDayInNumber: true,
};

const JD: ReportFormat = {
  id: 'jd-orders',
  platform: 'jd',
  headings: {
    orderNo: ['订单号', '订单编号'],
    title: ['商品名称'],
    sku: ['货号', '商品ID'],
    quantity: ['订购数量'],
    createdAt: ['下单时间'],
    paidAt: ['付款确认时间', '付款时间'],
    doneAt: ['订单完成时间'],
    unitPrice: ['京东价', '商品单价'],
    total: ['应付金额'],
    goods: ['订单金额'],
    freight: ['运费金额'],
    status: ['订单状态'],
    buyerName: ['下单帐号', '下单账号'],
    receiverName: ['客户姓名', '收货人姓名'],
    address: ['客户地址', '收货地址'],
    phone: ['联系电话', '联系手机'],
    buyerNote: ['订单备注', '客户备注'],
    sellerNote: ['商家备注'],
    trackingNo: ['运单号', '快递单号'],
    carrier: ['承运商', '快递公司'],
  },
  knownBy: ['orderNo', 'createdAt', 'quantity', 'unitPrice', 'total'],
  amounts: 'order',
  isByArticle: true,
};

/** All exports that are read without being asked; of two that fit, the first counts. */
export const REPORT_FORMATS: readonly ReportFormat[] = [DOUYIN, TAOBAO_ARTICLES, TAOBAO_ORDERS, PINDUODUO, JD];
