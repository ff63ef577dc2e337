import { exportAudit } from '../audit/export-audit';
import { exportCards } from '../board/export-cards';
import { exportConflicts } from '../conflicts/export-conflicts';
import { exportLetters } from '../dead-letters/export-letters';
import { invalid } from '../errors';
import { exportGrants } from '../grants/export-grants';
import { exportConnections } from '../health/export-connections';
import { exportRuns } from '../imports/export-runs';
import { exportOrders } from '../orders/export-orders';
import { exportPeople } from '../people/export-people';
import { exportMovements } from '../stock/export-movements';
import { exportStock } from '../stock/export-stock';
import { exportMappings } from '../stock/mapping/export-mappings';
import type { ExportList, Locale, OpenExport } from './export-list';
import { wordsIn } from './words';

/** Reads the filter of a list and binds it. Throws invalid for one that the list does not know. */
const opener =
  <Filter, Row>(list: ExportList<Filter, Row>) =>
  (given: unknown, locale: Locale): OpenExport => {
    const parsed = list.filter.safeParse(given);
    if (!parsed.success)
      throw invalid('the list has no such filter', { field: String(parsed.error.issues[0]?.path[0] ?? '') });
    const filter = parsed.data;
    const words = wordsIn(locale);
    return {
      action: list.action,
      title: list.title[locale],
      headings: list.headings[locale],
      count: (ctx) => list.count(ctx, filter),
      page: async (ctx, after, limit) => {
        const { rows, next } = await list.page(ctx, filter, after, limit);
        return { rows: rows.map((row) => list.cells(row, words)), next };
      },
    };
  };

/** Every list that can be taken away as a file. A room with another one adds it here. */
export const EXPORT_LISTS = {
  orders: opener(exportOrders),
  cards: opener(exportCards),
  audit: opener(exportAudit),
  conflicts: opener(exportConflicts),
  deadLetters: opener(exportLetters),
  stock: opener(exportStock),
  stockMovements: opener(exportMovements),
  stockMappings: opener(exportMappings),
  imports: opener(exportRuns),
  people: opener(exportPeople),
  grants: opener(exportGrants),
  connections: opener(exportConnections),
} as const;
export type ExportListId = keyof typeof EXPORT_LISTS;
export const EXPORT_LIST_IDS = Object.keys(EXPORT_LISTS) as [ExportListId, ...ExportListId[]];
