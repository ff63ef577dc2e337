import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { bufferSource } from '../file-source';
import { readWorkbook } from './read-workbook';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const sheetOf = (rows: string) => `<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`;
const WORKBOOK = `<workbook ${MAIN} xmlns:r="x"><sheets><sheet name="a" state="hidden" r:id="r1"/><sheet name="b" r:id="r2"/></sheets></workbook>`;
const RELATIONS = `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>`;
const STYLES = `<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d h:mm"/><numFmt numFmtId="165" formatCode="0.00&quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

async function workbookOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  const all = {
    'xl/workbook.xml': WORKBOOK,
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/styles.xml': STYLES,
    ...parts,
  };
  for (const [name, text] of Object.entries(all)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
async function rowsOf(bytes: Buffer): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of readWorkbook(bufferSource(bytes))) rows.push(row);
  return rows;
}
const refusalOf = (bytes: Buffer) =>
  rowsOf(bytes).then(
    () => null,
    (error: Error) => error.message,
  );

describe('the first sheet that is shown', () => {
  it('is read as text: shared and own texts, numbers, the result of formulas, cells left out', async () => {
    const bytes = await workbookOf({
      'xl/sharedStrings.xml': `<sst ${MAIN}><si><t>订单编号</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>x</t></rPh></si></sst>`,
      'xl/worksheets/sheet2.xml': sheetOf(
        `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="2"/><row r="3"><c r="A3" t="inlineStr"><is><t>=1+1</t></is></c><c r="B3"><f>1+1</f><v>178.80000000000001</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="str"><f>x</f><v>算</v></c></row>`,
      ),
    });
    expect(await rowsOf(bytes)).toEqual([
      ['订单编号', '', '富文本'],
      ['=1+1', '178.8', 'TRUE', '算'],
    ]);
  });

  it('gives days and times as they are shown, by the built-in formats and the workbook’s own', async () => {
    const sheet = sheetOf(
      '<row><c s="1"><v>46337</v></c><c s="2"><v>46337.333391203704</v></c><c s="3"><v>1.5</v></c><c><v>46337</v></c></row>',
    );
    expect(await rowsOf(await workbookOf({ 'xl/worksheets/sheet2.xml': sheet }))).toEqual([
      ['2026-11-11 00:00:00', '2026-11-11 08:00:05', '1.5', '46337'],
    ]);
    const of1904 = WORKBOOK.replace('<sheets>', '<workbookPr date1904="1"/><sheets>');
    const parts = { 'xl/worksheets/sheet2.xml': sheet, 'xl/workbook.xml': of1904 };
    expect((await rowsOf(await workbookOf(parts)))[0]?.[0]).toBe('2030-11-12 00:00:00');
  });

  it('writes a number whose digits Excel has cut so that no order takes it for its number', async () => {
    const sheet = sheetOf('<row><c><v>4120000000000000000</v></c><c><v>412000000000000</v></c></row>');
    expect(await rowsOf(await workbookOf({ 'xl/worksheets/sheet2.xml': sheet }))).toEqual([
      ['4.12E+18', '412000000000000'],
    ]);
  });
});

describe('what is refused', () => {
  const sheet = sheetOf('<row><c><v>1</v></c></row>');

  it('a workbook that is cut off, or no workbook', async () => {
    const bytes = await workbookOf({ 'xl/worksheets/sheet2.xml': sheet });
    expect(await refusalOf(bytes.subarray(0, bytes.length - 40))).toContain('damaged');
    expect(await refusalOf(await workbookOf({ 'xl/worksheets/sheet2.xml': '<worksheet><row>' }))).toContain('damaged');
    expect(await refusalOf(await workbookOf({}))).toContain('no sheet');
  });

  it('one that unpacks to very much, while it unpacks', async () => {
    const bomb = sheetOf(`<row><c t="inlineStr"><is><t>x</t></is></c></row>${' '.repeat(80_000_000)}`);
    expect(deflateRawSync(bomb).length).toBeLessThan(bomb.length / 500);
    expect(await refusalOf(await workbookOf({ 'xl/worksheets/sheet2.xml': bomb }))).toContain('unpacks');
  });

  it('entities that multiply', async () => {
    const doctype = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${sheet}`;
    expect(await refusalOf(await workbookOf({ 'xl/worksheets/sheet2.xml': doctype }))).toContain('no workbook needs');
  });
});
