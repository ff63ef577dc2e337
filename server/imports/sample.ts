import type * as z from 'zod';
import { COLUMNS, type Column, cleanCell } from '../channels/csv/columns';
import { guessLayout, type Layout } from '../channels/csv/layout';
import { openReport } from '../channels/csv/read-report';
import type { Context } from '../context';
import { conflict } from '../errors';
import type { fileIdInput } from './confirm';
import { loadFile } from './import-file';
import { storedSource } from './stored-source';

/** The top of a file, and what its headings seem to be, for a person to say how it is to be read. */
export interface FileSample {
  readonly headings: readonly string[];
  /** The first rows, with what looks personal masked. */
  readonly rows: readonly (readonly string[])[];
  /** What it is read by now, or a guess. */
  readonly layout: Layout;
  readonly isGuess: boolean;
}

const SHOWN_ROWS = 5;
const SHOWN_CHARACTERS = 60;
const MOBILE = /1\d{10}/gu;

/** A cell as the sample shows it: of personal columns the first sign only, and no telephone number anywhere. */
function maskCell(raw: string, isPersonal: boolean): string {
  const text = cleanCell(raw).slice(0, SHOWN_CHARACTERS);
  if (isPersonal) return text === '' ? '' : `${[...text][0]}**`;
  return text.replaceAll(MOBILE, (number) => `${number.slice(0, 3)}****${number.slice(-4)}`);
}

function personalHeadings(...layouts: readonly Layout[]): ReadonlySet<string> {
  const entries = layouts.flatMap(({ columns }) => Object.entries(columns) as [Column, string][]);
  return new Set(entries.filter(([name]) => COLUMNS[name].kind === 'personal').map(([, heading]) => heading));
}

/** The header and first rows of a file that is not through yet. Throws conflict when its bytes are not kept any more. */
export async function sampleFile(ctx: Context, { fileId }: z.infer<typeof fileIdInput>): Promise<FileSample> {
  const file = await loadFile(ctx.db, ctx.actor, fileId);
  if (file.headings === null || ['done', 'cancelled', 'failed'].includes(file.state)) {
    throw conflict('the file is not kept any more');
  }
  const guess = guessLayout(file.headings);
  const report = await openReport(storedSource(ctx, fileId, file.size));
  const layout = file.layout ?? guess;
  const personal = personalHeadings(layout, guess);
  const rows: string[][] = [];
  for await (const record of report.records()) {
    rows.push(report.headings.map((heading, index) => maskCell(record[index] ?? '', personal.has(heading))));
    if (rows.length === SHOWN_ROWS) break;
  }
  const { columns, amounts, isByArticle, statusWords } = layout;
  return {
    headings: report.headings,
    rows,
    layout: { columns, amounts, isByArticle, statusWords },
    isGuess: file.layout === null,
  };
}
