import * as z from 'zod';
import type { Cell } from '@/domain/files/csv-line';
import type { Action } from '../can-table';
import type { Context, UserActor } from '../context';
import type { ExportWords } from './words';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export interface ExportPage<Row> {
  readonly rows: readonly Row[];
  /** Keyset position of the next page; null at the end. */
  readonly next: string | null;
}

/**
 * A list that can be taken away as a file. Each room that has one contributes it (server/exports/lists.ts); it reads page by
 * page what its screen shows, within the same groups and masked in the same way.
 */
export interface ExportList<Filter, Row> {
  readonly action: Action;
  readonly filter: z.ZodType<Filter>;
  readonly title: Readonly<Record<Locale, string>>;
  /** The headings in both languages, in the order of `cells`. */
  readonly headings: Readonly<Record<Locale, readonly string[]>>;
  readonly count: (ctx: Context<UserActor>, filter: Filter) => Promise<number | null>;
  readonly page: (
    ctx: Context<UserActor>,
    filter: Filter,
    after: string | undefined,
    limit: number,
  ) => Promise<ExportPage<Row>>;
  readonly cells: (row: Row, words: ExportWords) => readonly Cell[];
}

/** A list that its screen reads at once, without a filter: one page. */
export const readWhole = <Row>(
  read: (ctx: Context<UserActor>) => Promise<readonly Row[]>,
): Pick<ExportList<object, Row>, 'filter' | 'count' | 'page'> => ({
  filter: z.strictObject({}),
  count: async () => null,
  page: async (ctx) => ({ rows: await read(ctx), next: null }),
});

/** What runs an export: a list whose filter has been read. */
export interface OpenExport {
  readonly action: Action;
  readonly title: string;
  readonly headings: readonly string[];
  readonly count: (ctx: Context<UserActor>) => Promise<number | null>;
  readonly page: (
    ctx: Context<UserActor>,
    after: string | undefined,
    limit: number,
  ) => Promise<ExportPage<readonly Cell[]>>;
}
