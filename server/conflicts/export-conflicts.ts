import type * as z from 'zod';
import type { ExportList } from '../exports/export-list';
import { type ConflictRow, listConflicts, listConflictsInput } from './list';

const filter = listConflictsInput.omit({ after: true, limit: true });
type Filter = z.infer<typeof filter>;

/** The orders whose sources contradict each other. */
export const exportConflicts: ExportList<Filter, ConflictRow> = {
  action: 'exports.conflicts',
  filter,
  title: { 'zh-CN': '矛盾', en: 'conflicts' },
  headings: {
    'zh-CN': ['订单号', '平台', '店铺', '买家', '自', '矛盾'],
    en: ['Order', 'Platform', 'Shop', 'Buyer', 'Since', 'Conflicts'],
  },
  count: async (ctx, given) => (await listConflicts(ctx, { ...given, limit: 1 })).total,
  page: (ctx, given, after, limit) => listConflicts(ctx, { ...given, limit, ...(after !== undefined && { after }) }),
  cells: (row, { term, time }) => [
    ...[row.orderNo, term('platform', row.platform), row.shopName, row.who, time(row.since)],
    row.conflicts.map(({ kind }) => term('conflict', kind)).join('; '),
  ],
};
