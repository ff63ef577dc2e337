import type { ExportList } from '../exports/export-list';
import { countLetters } from './count';
import { type LetterFilter, letterFilter } from './filter';
import { type LetterRow, listLetters } from './list';

/** What was set aside: messages and orders that could not be taken. Their bodies are not in it. */
export const exportLetters: ExportList<LetterFilter, LetterRow> = {
  action: 'exports.deadLetters',
  filter: letterFilter,
  title: { 'zh-CN': '死信', en: 'dead-letters' },
  headings: {
    'zh-CN': ['时间', '种类', '店铺或连接', '名称', '原因', '次数', '再试于'],
    en: ['When', 'Kind', 'Shop or link', 'Name', 'Reason', 'Tries', 'Tried again at'],
  },
  count: async (ctx, filter) => (await countLetters(ctx, { filter })).total,
  page: (ctx, filter, after, limit) => listLetters(ctx, { filter, limit, ...(after !== undefined && { after }) }),
  cells: (row, { term, time, reason }) => [
    ...[
      time(row.at),
      term('letter', row.kind),
      row.ownerName,
      row.name,
      reason(row.reason),
      row.tries,
      time(row.retryAt),
    ],
  ],
};
