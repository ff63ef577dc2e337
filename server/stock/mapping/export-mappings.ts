import type * as z from 'zod';
import type { ExportList } from '../../exports/export-list';
import { listMappings, listMappingsInput, type MappingRow } from './mappings';

const filter = listMappingsInput.omit({ after: true, limit: true });
type Filter = z.infer<typeof filter>;

const PARTS_JOINT = '; ';

/** What the articles of a shop are made of, in the form in which the list can be taken in again. */
export const exportMappings: ExportList<Filter, MappingRow> = {
  action: 'exports.stockMappings',
  filter,
  title: { 'zh-CN': 'SKU 映射', en: 'sku-mapping' },
  headings: {
    'zh-CN': ['平台 SKU', '库存 SKU × 数量', '平台商品 ID', '平台规格 ID', '已回写', '回写时间'],
    en: ['Platform SKU', 'SKU × quantity', 'Product ID', 'SKU ID', 'Sent', 'Sent at'],
  },
  count: async () => null,
  page: (ctx, given, after, limit) =>
    listMappings(ctx, { ...given, limit: Math.min(limit, 200), ...(after !== undefined && { after }) }),
  cells: ({ platformSku, parts, productNo, skuNo, sent, sentAt }, { time }) => [
    platformSku,
    parts.map(({ sku, quantity }) => `${sku} × ${quantity}`).join(PARTS_JOINT),
    ...[productNo, skuNo, sent, time(sentAt)],
  ],
};
