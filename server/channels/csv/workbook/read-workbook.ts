import { refuseFile } from '../columns';
import type { FileSource } from '../file-source';
import { readSharedStrings } from './shared-strings';
import { readSheet } from './sheet-rows';
import { readDateStyles } from './styles';
import { readXml } from './xml';
import { openParts, type ZipParts } from './zip-parts';

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

interface Contents {
  /** The part of the first sheet that is shown. */
  readonly sheet: string;
  readonly is1904: boolean;
}

async function readContents(parts: ZipParts): Promise<Contents> {
  if (!parts.has(WORKBOOK)) throw refuseFile('this archive is no Excel workbook');
  let [sheetId, is1904] = ['', false];
  await readXml(parts.read(WORKBOOK), {
    open: ({ name, attributes }) => {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name === 'sheet' && sheetId === '' && (attributes.state ?? 'visible') === 'visible')
        sheetId = attributes['r:id'] ?? '';
    },
  });
  let sheet = 'xl/worksheets/sheet1.xml';
  if (parts.has(RELATIONS)) {
    await readXml(parts.read(RELATIONS), {
      open: ({ name, attributes }) => {
        if (name !== 'Relationship' || attributes.Id !== sheetId) return;
        const target = attributes.Target ?? '';
        sheet = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      },
    });
  }
  return { sheet, is1904 };
}

/**
 * The rows of a workbook's first sheet as text: days and times as "2026-11-11 08:00:00", numbers with the fifteen digits
 * that Excel keeps, the last result of formulas. Throws RefusedFile for what is damaged, locked or made to unpack to
 * more than any workbook.
 */
export async function* readWorkbook(source: FileSource): AsyncGenerator<readonly string[]> {
  const parts = await openParts(source);
  const { sheet, is1904 } = await readContents(parts);
  if (!parts.has(sheet)) throw refuseFile('the workbook has no sheet');
  const [strings, styles] = ['xl/sharedStrings.xml', 'xl/styles.xml'];
  const texts = parts.has(strings) ? await readSharedStrings(parts.read(strings)) : [];
  const dateStyles = parts.has(styles) ? await readDateStyles(parts.read(styles)) : [];
  yield* readSheet(parts.read(sheet), { texts, dateStyles, is1904 });
}
