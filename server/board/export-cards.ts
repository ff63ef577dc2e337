import * as z from 'zod';
import type { ExportList } from '../exports/export-list';
import { CARD_LISTS } from './card-lists';
import { type BoardCard, boardCards } from './cards';

const filter = z.strictObject({ list: z.enum(CARD_LISTS), seatId: z.string().min(1).max(64).optional() });
type Filter = z.infer<typeof filter>;

/** The cards behind a figure of the board: open, overdue, unclaimed, done and the others. */
export const exportCards: ExportList<Filter, BoardCard> = {
  action: 'exports.cards',
  filter,
  title: { 'zh-CN': '任务卡', en: 'cards' },
  headings: {
    'zh-CN': [
      ...['订单号', '平台', '店铺', '客户', '应付（元）', '分类', '加急', '阶段', '打开时间', '时限', '超时'],
      ...['超时时间', '客服', '未读', '关闭时间', '处理'],
    ],
    en: [
      ...['Order', 'Platform', 'Shop', 'Customer', 'Due (yuan)', 'Class', 'Urgent', 'Stage', 'Opened at', 'Deadline'],
      ...['Overdue', 'Overdue since', 'Agent', 'Unread', 'Closed at', 'Disposition'],
    ],
  },
  count: async (ctx, given) => (await boardCards(ctx, { ...given, limit: 1 })).total,
  page: (ctx, given, after, limit) => boardCards(ctx, { ...given, limit, ...(after !== undefined && { after }) }),
  cells: (row, { term, yes, time, yuan }) => [
    ...[row.orderNo, term('platform', row.platform), row.shopName, row.who, yuan(row.amountFen)],
    ...[term('class', row.class), yes(row.isUrgent), term('stage', row.stage), time(row.openedAt), time(row.dueAt)],
    ...[yes(row.isOverdue), time(row.overdueAt), row.seatName, row.unread, time(row.closedAt), row.disposition],
  ],
};
