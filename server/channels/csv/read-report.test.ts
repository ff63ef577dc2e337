import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { RefusedFile } from './columns';
import { type ReportRow, readReport } from './read-report';

const header = '订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额';
const row = '7,178.8,0.0,上海,2020-02-21 00:00:00,,0.0';
const bytes = (text: string) => Buffer.from(text);

async function read(file: Buffer | string): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for await (const one of readReport(typeof file === 'string' ? bytes(file) : file)) rows.push(one);
  return rows;
}
const cellsOf = async (file: Buffer | string) => (await read(file)).map(({ cells }) => cells);
const refusalOf = (file: Buffer | string) =>
  read(file).then(
    () => null,
    (error: unknown) => (error instanceof RefusedFile ? error.problems[0] : error),
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

  it('tells the line of every row', async () => {
    expect((await read(`${header}\n${row}\n${row}`)).map(({ line }) => line)).toEqual([2, 3]);
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
    expect(rows.map(({ cellCount }) => cellCount)).toEqual([2, 8, null]);
  });
});

describe('a file is refused as a whole', () => {
  it.each([
    ['that is empty', '', /empty/],
    ['with a column twice', `${header},总金额\n`, /twice/],
    ['that lacks columns', '订单编号,总金额\n1,2\n', /lacks 买家实际支付金额, 收货地址/],
    ['with 5,000 columns', `${Array.from({ length: 5_000 }, (_, n) => `c${n}`).join(',')}\n`, /5000 columns/],
    ['that is an Excel workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), /Excel workbook/],
    ['that is UTF-16', Buffer.from(`\ufeff${header}`, 'utf16le'), /UTF-16/],
    ['with a quote that never ends', `${header}\n"7,1,1,上海\n${row}\n`, /not well-formed CSV/],
    ['with a line without end', `${header}\n${'9'.repeat(300_000)}\n`, /not well-formed CSV/],
    ['that is no table', Buffer.from([0, 1, 2, 3, 4, 0xff, 0xfe, 0]), /lacks/],
  ])('%s', async (_, file, reason) => {
    expect(await refusalOf(file)).toMatchObject({ line: 1, reason: expect.stringMatching(reason) });
  });
});

it('a report of 100,000 rows is read without holding them', async () => {
  const file = bytes(`${header}\n${`${row}\n`.repeat(100_000)}`);
  let rows = 0;
  for await (const one of readReport(file)) rows += one.cells.orderNo === '7' ? 1 : 0;
  expect(rows).toBe(100_000);
});
