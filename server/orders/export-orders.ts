import { reviewShown } from '@/domain/order/review-shown';
import type { ExportList } from '../exports/export-list';
import { listOrders, type OrderListRow } from './list';
import { type OrderFilter, orderFilter } from './order-filter';

/** The list of orders, as it is filtered on its screen. */
export const exportOrders: ExportList<OrderFilter, OrderListRow> = {
  action: 'exports.orders',
  filter: orderFilter,
  title: { 'zh-CN': '订单', en: 'orders' },
  headings: {
    'zh-CN': [
      ...['订单号', '平台', '店铺', '买家', '应付(元)', '实付(元)', '状态', '阶段', '分类', '加急', '审核'],
      ...['地区', '省份', '高风险标记', '下单时间', '发货时限', '历史'],
    ],
    en: [
      ...['Order', 'Platform', 'Shop', 'Buyer', 'Due (yuan)', 'Paid (yuan)', 'State', 'Stage', 'Class', 'Urgent'],
      ...['Review', 'Region', 'Province', 'High-risk marks', 'Placed at', 'Ship by', 'History'],
    ],
  },
  count: async (ctx, filter) => (await listOrders(ctx, { filter, limit: 1 })).total,
  page: (ctx, filter, after, limit) => listOrders(ctx, { filter, limit, ...(after !== undefined && { after }) }),
  cells: (row, { term, yes, time, yuan }) => [
    ...[row.orderNo, term('platform', row.platform), row.shopName, row.who, yuan(row.amountFen), yuan(row.paidFen)],
    ...[term('state', row.state), term('stage', row.stage), term('class', row.class), yes(row.isUrgent)],
    ...[term('review', reviewShown(row.review, row.state)), term('region', row.region), row.province],
    ...[
      row.marks.map((kind) => term('mark', kind)).join(' · '),
      time(row.placedAt),
      time(row.shipBy),
      yes(row.isHistory),
    ],
  ],
};
