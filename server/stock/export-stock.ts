import type * as z from 'zod';
import type { ExportList } from '../exports/export-list';
import { listStock, listStockInput, type StockRow } from './list';

const filter = listStockInput.omit({ after: true, limit: true });
type Filter = z.infer<typeof filter>;

/** What there is of every SKU. */
export const exportStock: ExportList<Filter, StockRow> = {
  action: 'exports.stock',
  filter,
  title: { 'zh-CN': '库存', en: 'stock' },
  headings: {
    'zh-CN': ['库存 SKU', '在库', '占用', '可用', '缺货等待', '未盘点等待', '已盘点', '最近变动'],
    en: ['SKU', 'On hand', 'Held', 'Free', 'Waited for', 'Waited for, not counted', 'Counted', 'Last change'],
  },
  count: async () => null,
  page: (ctx, given, after, limit) =>
    listStock(ctx, { ...given, limit: Math.min(limit, 200), ...(after !== undefined && { after }) }),
  cells: (row, { yes, time }) => [
    ...[row.sku, row.onHand, row.reserved, row.free, row.short, row.unknown],
    ...[yes(row.isCounted), time(row.updatedAt)],
  ],
};
