import type * as z from 'zod';
import type { ExportList } from '../exports/export-list';
import { type AuditRow, listAudit, listAuditInput } from './list';

const filter = listAuditInput.omit({ after: true, limit: true });
type Filter = z.infer<typeof filter>;

/** The audit log, as it is filtered on its screen. */
export const exportAudit: ExportList<Filter, AuditRow> = {
  action: 'exports.audit',
  filter,
  title: { 'zh-CN': '审计', en: 'audit' },
  headings: {
    'zh-CN': ['序号', '时间', '谁', '动作', '对象', '名称', '详情', '已封存'],
    en: ['Number', 'When', 'Who', 'What', 'Object', 'Name', 'Detail', 'Sealed'],
  },
  count: async () => null,
  page: (ctx, given, after, limit) => listAudit(ctx, { ...given, limit, ...(after !== undefined && { after }) }),
  cells: (row, { yes, time }) => [
    ...[row.id, time(row.at), row.actorName ?? row.actor, row.action, row.ref, row.refName],
    Object.entries(row.detail)
      .map(([field, value]) => `${field}: ${value}`)
      .join('; '),
    yes(row.isSealed),
  ],
};
