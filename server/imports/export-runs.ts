import * as z from 'zod';
import type { ExportList } from '../exports/export-list';
import { type ImportRun, readRuns } from './list';

const filter = z.strictObject({});

/** Every import there was, the newest first. */
export const exportRuns: ExportList<object, ImportRun> = {
  action: 'exports.imports',
  filter,
  title: { 'zh-CN': '导入记录', en: 'imports' },
  headings: {
    'zh-CN': [
      '时间',
      '文件',
      '店铺',
      '操作人',
      '行数',
      '新增',
      '变更',
      '未导入',
      '应付合计',
      '已付',
      '退款',
      '结束',
      '已停止',
    ],
    en: [
      ...['Time', 'File', 'Shop', 'By', 'Rows', 'New', 'Changed', 'Left out', 'Total due', 'Paid', 'Refunded'],
      ...['Finished', 'Stopped'],
    ],
  },
  count: async () => null,
  page: async ({ db }, _filter, after, limit) => {
    const rows = await readRuns(db, limit, after);
    return { rows, next: rows.length === limit ? (rows.at(-1)?.runId ?? null) : null };
  },
  cells: (run, { yes, time, yuan }) => [
    ...[time(run.createdAt), run.fileName, run.shopName, run.actorName ?? ''],
    ...[run.rowsTotal, run.rowsNew, run.rowsChanged, run.rowsRefused],
    ...[yuan(run.amountFen), yuan(run.paidFen), yuan(run.refundFen), time(run.finishedAt), yes(run.isCancelled)],
  ],
};
