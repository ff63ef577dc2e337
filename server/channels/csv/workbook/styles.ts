import { readXml } from './xml';

/** The formats that every workbook has without saying so, and that show a number as a day or time. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format of the workbook's own shows days or times: it has their letters outside of quotes and brackets. */
const isDateCode = (code: string): boolean =>
  /[ymdhs]/iu.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./gu, '')) && !/^general$/iu.test(code);

/** For each cell style of a workbook, whether it shows days or times. */
export async function readDateStyles(chunks: AsyncIterable<Buffer>): Promise<readonly boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isInCells = false;
  await readXml(chunks, {
    open: ({ name, attributes }) => {
      if (name === 'numFmt') own.set(Number(attributes.numFmtId), isDateCode(attributes.formatCode ?? ''));
      if (name === 'cellXfs') isInCells = true;
      if (name !== 'xf' || !isInCells) return;
      const id = Number(attributes.numFmtId ?? 0);
      styles.push(own.get(id) ?? isBuiltInDate(id));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return styles;
}
