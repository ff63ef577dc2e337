import type * as z from 'zod';
import type { ExportList } from '../exports/export-list';
import { listMovements, listMovementsInput, type MovementRow } from './movements';

const filter = listMovementsInput.omit({ before: true, limit: true });
type Filter = z.infer<typeof filter>;
const PAGE = 200;

/** All that happened to one SKU, the newest first. */
export const exportMovements: ExportList<Filter, MovementRow> = {
  action: 'exports.stockMovements',
  filter,
  title: { 'zh-CN': '库存流水', en: 'stock movements' },
  headings: {
    'zh-CN': ['序号', '时间', '变动', '在库变化', '占用变化', '在库', '占用', '账外', '订单号', '操作人', '原因'],
    en: [
      ...['Number', 'When', 'Movement', 'On hand by', 'Held by', 'On hand', 'Held', 'Not on the books', 'Order'],
      ...['By', 'Reason'],
    ],
  },
  count: async () => null,
  page: async (ctx, given, after, limit) => {
    const asked = Math.min(limit, PAGE);
    const rows = await listMovements(ctx, { ...given, limit: asked, ...(after !== undefined && { before: after }) });
    return { rows, next: rows.length === asked ? (rows.at(-1)?.movementId ?? null) : null };
  },
  cells: (row, { term, time }) => [
    ...[row.movementId, time(row.at), term('movement', row.kind), row.onHandChange, row.reservedChange],
    ...[row.onHand, row.reserved, row.missing, row.orderNo ?? '', row.by ?? '', row.reason],
  ],
};
