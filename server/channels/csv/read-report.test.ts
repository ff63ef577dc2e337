import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { RefusedFile } from './columns';
import { bufferSource } from './file-source';
import { openReport, type ReportRow, readRows } from './read-report';

const header = '订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额';
const row = '7,178.8,0.0,上海,2020-02-21 00:00:00,,0.0';
const bytes = (text: string) => Buffer.from(text);

async function read(file: Buffer | string): Promise<ReportRow[]> {
  const report = await openReport(bufferSource(typeof file === 'string' ? bytes(file) : file));
  if (report.layout === null) throw new Error('the header is not known');
  const rows: ReportRow[] = [];
  for await (const one of readRows(report, report.layout)) rows.push(one);
  return rows;
}
const cellsOf = async (file: Buffer | string) => (await read(file)).map(({ cells }) => cells);
const refusalOf = (file: Buffer | string) =>
  read(file).then(
    () => null,
    (error: unknown) => (error instanceof RefusedFile ? error.problem : error),
  );
const expected = {
  orderNo: '7',
  total: '178.8',
  paid: '0.0',
  address: '上海',
  createdAt: '2020-02-21 00:00:00',
  paidAt: '',
  refund: '0.0',
};

describe('an order report', () => {
  it('is the same in UTF-8, with a byte order mark, and in GBK', async () => {
    const text = `${header}\r\n${row}\r\n`;
    expect(await cellsOf(text)).toEqual([expected]);
    expect(await cellsOf(`\ufeff${text}`)).toEqual([expected]);
    expect(await cellsOf(iconv.encode(text, 'gbk'))).toEqual([expected]);
    expect(await cellsOf(iconv.encode(text, 'gb18030'))).toEqual([expected]);
  });

  it('may mix its line ends, have empty lines, and lack the last line end', async () => {
    expect(await cellsOf(`${header}\r\n${row}\n\n${row}\r${row}\r\n\r\n${row}`)).toHaveLength(4);
  });

  it('numbers the rows below the header from one', async () => {
    expect((await read(`${header}\n${row}\n${row}`)).map((one) => one.row)).toEqual([1, 2]);
  });

  it('gives up the wrappings that exports put around text', async () => {
    const wrapped = `="7",178.8元,"\t0.0","上海","'2020-02-21 00:00:00",-,0.0`;
    expect(await cellsOf(`${header}\n${wrapped}`)).toEqual([{ ...expected, total: '178.8元' }]);
    expect(await cellsOf(`${header}\n"=""7""",178.8,0.0,上海,2020-02-21 00:00:00,,0.0`)).toEqual([expected]);
  });

  it('may have its columns in any order, and others between them', async () => {
    const [cells] = await cellsOf(
      `店铺,退款金额,订单付款时间,订单创建时间,收货地址,买家实际支付金额,总金额,订单编号\n甲,0.0,,2020-02-21 00:00:00,上海,0.0,178.8,7`,
    );
    expect(cells).toEqual(expected);
  });

  it('keeps formulas as the text they are', async () => {
    const [cells] = await cellsOf(`${header}\n7,1,1,"=HYPERLINK(""http://x"")",2020-02-21 00:00:00,,@SUM(A1)`);
    expect(cells).toMatchObject({ address: '=HYPERLINK("http://x")', refund: '@SUM(A1)' });
  });

  it('notes a row with another number of cells than the header', async () => {
    const rows = await read(`${header}\n7,1\n${row},9\n${row},,\n`);
    expect(rows.map(({ flaw }) => flaw?.reason ?? null)).toEqual([
      'has 2 cells, unlike the header',
      'has 8 cells, unlike the header',
      null,
    ]);
  });
});

it('with bytes of another encoding names their row and column', async () => {
  const broken = Buffer.concat([
    bytes(`${header}\n${row}\n7,178.8,0.0,上`),
    Buffer.from([0xff]),
    bytes('海,2020-02-21 00:00:00,,0.0\n'),
  ]);
  expect((await read(broken)).map(({ flaw }) => flaw)).toEqual([
    null,
    { column: '收货地址', reason: 'has bytes that are not UTF-8 text' },
  ]);
  const gbk = Buffer.concat([iconv.encode(`${header}\n7,178.8,0.0,上海`, 'gbk'), Buffer.from([0x81, 0x0a])]);
  expect((await read(Buffer.concat([gbk, bytes(`${row}\n`)])))[0]?.flaw).not.toBeNull();
});

it('with a header that nobody knows has no layout', async () => {
  expect((await openReport(bufferSource(bytes('甲,乙\n1,2\n')))).layout).toBeNull();
});

describe('a file is refused as a whole', () => {
  it.each([
    ['that is empty', '', 0, /empty/],
    ['with a column twice', `${header},总金额\n`, 0, /twice/],
    ['with 5,000 columns', `${Array.from({ length: 5_000 }, (_, n) => `c${n}`).join(',')}\n`, 0, /5000 columns/],
    ['that is an old Excel workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 0, /old Excel workbook/],
    ['that is UTF-16', Buffer.from(`\ufeff${header}`, 'utf16le'), 0, /UTF-16/],
    ['with a quote that never ends', `${header}\n${row}\n"7,1,1,上海\n${row}\n`, 2, /quotation mark is opened/],
    ['with a line without end', `${header}\n${'9'.repeat(300_000)}\n`, 1, /no end/],
  ])('%s', async (_, file, at, reason) => {
    expect(await refusalOf(file)).toMatchObject({ row: at, reason: expect.stringMatching(reason) });
  });
});

it('a report of 100,000 rows is read without holding them', async () => {
  const report = await openReport(bufferSource(bytes(`${header}\n${`${row}\n`.repeat(100_000)}`)));
  let rows = 0;
  if (report.layout) for await (const one of readRows(report, report.layout)) rows += one.cells.orderNo === '7' ? 1 : 0;
  expect(rows).toBe(100_000);
});
