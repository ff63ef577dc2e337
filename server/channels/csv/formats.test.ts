import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { bufferSource } from './file-source';
import { guessLayout, knownLayout, readHeadings } from './layout';
import { readOrder } from './read-order';
import { openReport, readRows } from './read-report';
import { statusOfWord } from './status-words';

const now = Date.parse('2026-11-12T00:00:00Z');

/** What the rows of the only order of a file say. */
async function orderIn(text: string, encoding = 'utf-8') {
  const report = await openReport(bufferSource(iconv.encode(text, encoding, { addBOM: encoding === 'utf-8' })));
  const { layout } = report;
  if (layout === null) throw new Error('the header is not known');
  const rows = [];
  for await (const { cells } of readRows(report, layout)) rows.push(cells);
  return { formatId: layout.formatId, ...readOrder(rows, layout, now) };
}

const TAOBAO = `订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝总数量,物流单号,物流公司
="2604118830017712",t**3,,299.00元,0.00,299.00,299.00,卖家已发货，等待买家确认,尽快,李*,浙江省 杭州市 滨江区 网商路699号,'138****8000,2026/11/11 8:00,2026-11-11 08:00:05,潮汐马克杯,2,YT123,圆通
`;
const ARTICLES = `子订单编号,主订单编号,商品标题,商品价格,购买数量,商家编码,商品属性,买家应付货款,买家实际支付金额,订单状态,退款状态,退款金额,订单创建时间,订单付款时间
"	11","	10",杯,50.00,2,A,白,100.00,90.00,买家已付款，等待卖家发货,没有申请退款,-,2026-11-11 08:00:00,2026-11-11 08:00:05
"	12","	10",盖,1.10,1,B,-,1.10,1.10,买家已付款，等待卖家发货,没有申请退款,-,2026-11-11 08:00:00,2026-11-11 08:00:05
`;
const DOUYIN = `主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,商品金额,订单应付金额,运费,收件人,收件人手机号,省,市,区,详细地址,订单提交时间,支付完成时间,订单状态,售后状态
"	6917","	6917",杯;盖,白;黑,2;１,A;B,50.00;1.10,101.10,0,##abcd,$$1234efgh,浙江省,杭州市,滨江区,##9999,2026-11-11 08:00:00,2026-11-11 08:00:05,待发货,退款中
`;
const PINDUODUO = `商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),用户实付金额(元),商家实收金额(元),商品数量(件),发货时间,确认收货时间,商品id,商品规格,商家编码-规格维度,商家备注,售后状态,快递单号,快递公司,订单成交时间
杯,261111-000123456789012,已发货，待收货,100.00,0.00,1.10,98.90,98.90,2,2026-11-11 12:00:00,	,7,白,A,,无售后或售后取消,SF1,顺丰,	
`;
const JD = `订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,应付金额,订单状态,下单帐号,客户姓名,客户地址,联系电话,商家备注,运费金额,付款确认时间,货号
300,1,杯,2,在线支付,2026-11-11 08:00:00,50.00,101.10,101.10,101.10,等待出库,jd_u,李**,浙江省杭州市****,138****8000,,0.00,2026-11-11 08:00:05,A
300,2,盖,1,在线支付,2026-11-11 08:00:00,1.10,101.10,101.10,101.10,等待出库,jd_u,李**,浙江省杭州市****,138****8000,,0.00,2026-11-11 08:00:05,B
`;

describe('an export is known by its header', () => {
  it('Taobao’s order report, in GBK', async () => {
    const { formatId, facts } = await orderIn(TAOBAO, 'gbk');
    expect(formatId).toBe('taobao-orders');
    expect(facts).toMatchObject({ orderNo: '2604118830017712', status: 'shipped', amountFen: 29_900, paidFen: 29_900 });
    expect(facts?.receiver).toMatchObject({ city: '杭州市', phone: { state: 'masked', shown: '138****8000' } });
    expect(facts?.receiver.name).toMatchObject({ state: 'masked' });
    expect(facts?.rest).toMatchObject({ trackingNo: 'YT123', carrier: '圆通', buyerNote: '尽快' });
    expect(facts?.lines).toBeNull();
  });

  it('Taobao’s article report: several rows are one order, and their amounts add up', async () => {
    const { formatId, facts } = await orderIn(ARTICLES);
    expect(formatId).toBe('taobao-articles');
    expect(facts).toMatchObject({ orderNo: '10', status: 'to_ship', amountFen: 10_110, paidFen: 9_110, refundFen: 0 });
    expect(facts?.lines).toMatchObject([
      { lineNo: '11', sku: 'A', quantity: 2, unitPriceFen: 5_000 },
      { lineNo: '12', sku: 'B', quantity: 1, unitPriceFen: 110 },
    ]);
    expect(facts?.rest.holds).toEqual([]);
  });

  it('Douyin’s export: articles joined by semicolons, full-width digits, ciphertext, an open after-sale', async () => {
    const { formatId, facts } = await orderIn(DOUYIN);
    expect(formatId).toBe('douyin-orders');
    expect(facts).toMatchObject({ orderNo: '6917', amountFen: 10_110, paidFen: 10_110, rest: { holds: ['退款中'] } });
    expect(facts?.lines).toMatchObject([
      { title: '杯', sku: 'A', quantity: 2, unitPriceFen: 5_000 },
      { title: '盖', sku: 'B', quantity: 1, unitPriceFen: 110 },
    ]);
    expect(facts?.receiver).toMatchObject({
      ...{ name: { state: 'masked' }, phone: { state: 'masked' }, detail: { state: 'masked' }, district: '滨江区' },
    });
  });

  it('Pinduoduo’s export: the day of an order without a time stands in its number', async () => {
    const { formatId, facts } = await orderIn(PINDUODUO);
    expect(formatId).toBe('pinduoduo-orders');
    expect(facts).toMatchObject({
      ...{ createdAt: Date.parse('2026-11-11T00:00:00+08:00'), status: 'shipped', amountFen: 9_890, paidFen: 9_890 },
      ...{ discountFen: 110, shippedAt: Date.parse('2026-11-11T12:00:00+08:00') },
    });
    expect(facts?.lines).toMatchObject([{ sku: 'A', quantity: 2, unitPriceFen: 5_000 }]);
  });

  it('JD’s export: the amounts of an order stand in each of its rows and count once', async () => {
    const { formatId, facts } = await orderIn(JD);
    expect(formatId).toBe('jd-orders');
    expect(facts).toMatchObject({ orderNo: '300', status: 'to_ship', amountFen: 10_110, goodsFen: 10_110 });
    expect(facts?.lines).toHaveLength(2);
    const { problems } = await orderIn(
      JD.replace('101.10,101.10,101.10,等待出库,jd_u', '101.10,101.10,99.00,等待出库,jd_u'),
    );
    expect(problems).toEqual([{ index: 1, column: 'total', why: { code: 'rows-differ', path: 'total' } }]);
  });
});

it('a header that nobody knows is guessed by its words, each heading once', () => {
  const headings = readHeadings(['单号', '下单时间', '合计', '实付', '收货人', '手机号码', '件数', '品名', '备注']);
  expect(knownLayout(headings)).toBeNull();
  expect(guessLayout(headings).columns).toEqual({
    ...{ orderNo: '单号', createdAt: '下单时间', total: '合计', paid: '实付', receiverName: '收货人' },
    ...{ phone: '手机号码', quantity: '件数', title: '品名', sellerNote: '备注' },
  });
});

it('the amount of an order is what is due where no other heading says that, and the goods where one does', () => {
  const guessed = (...headings: string[]) => guessLayout(readHeadings(['单号', '下单时间', ...headings])).columns;
  expect(guessed('订单金额')).toMatchObject({ total: '订单金额' });
  expect(guessed('订单金额')).not.toHaveProperty('goods');
  expect(guessed('订单金额', '应付金额')).toMatchObject({ goods: '订单金额', total: '应付金额' });
});

it.each([
  ['等待买家付款', 'unpaid'],
  ['买家已付款，等待卖家发货', 'to_ship'],
  ['卖家已发货，等待买家确认', 'shipped'],
  ['交易成功', 'done'],
  ['交易关闭', 'cancelled'],
  ['未发货，退款成功', 'cancelled'],
  ['已发货，待收货', 'shipped'],
  ['已发货，退款成功', 'shipped'],
  ['待发货', 'to_ship'],
  ['等待出库', 'to_ship'],
  ['shipped', 'shipped'],
  ['云里雾里', null],
] as const)('the status word %s is %s', (word, status) => {
  expect(statusOfWord(word)).toBe(status);
});

it('a word that somebody explained counts as that', () => {
  expect(statusOfWord('云里雾里', { 云里雾里: 'done' })).toBe('done');
});
