import { ORDER_STATUSES, type OrderStatus } from '@/domain/order/order';

/**
 * The status words of the seller pages of Taobao/Tmall, Douyin, Pinduoduo and JD, by what they begin with. The platforms do
 * not contradict each other, so one list serves all; the longer beginning counts.
 */
const BEGINNINGS: Readonly<Record<string, OrderStatus>> = {
  等待买家付款: 'unpaid',
  待付款: 'unpaid',
  待支付: 'unpaid',
  未支付: 'unpaid',
  未付款: 'unpaid',
  等待付款: 'unpaid',
  '等待付款(先款)': 'unpaid',
  定金未付: 'unpaid',
  尾款未付: 'paid_hold',
  待付尾款: 'paid_hold',
  待成团: 'paid_hold',
  拼团中: 'paid_hold',
  已支付待确认: 'paid_hold',
  等待确认: 'paid_hold',
  暂停: 'paid_hold',
  锁定: 'paid_hold',
  买家已付款: 'to_ship',
  已付款: 'to_ship',
  已支付: 'to_ship',
  待发货: 'to_ship',
  备货中: 'to_ship',
  等待出库: 'to_ship',
  待出库: 'to_ship',
  等待打印: 'to_ship',
  等待发货: 'to_ship',
  卖家部分发货: 'part_shipped',
  部分发货: 'part_shipped',
  部分出库: 'part_shipped',
  卖家已发货: 'shipped',
  已发货: 'shipped',
  已出库: 'shipped',
  待收货: 'shipped',
  等待确认收货: 'shipped',
  等待买家确认: 'shipped',
  运输中: 'shipped',
  已签收: 'signed',
  已收货: 'signed',
  交易成功: 'done',
  交易完成: 'done',
  已完成: 'done',
  完成: 'done',
  交易关闭: 'cancelled',
  已关闭: 'cancelled',
  已取消: 'cancelled',
  取消: 'cancelled',
  锁定取消: 'cancelled',
  退款成功: 'cancelled',
  未发货退款成功: 'cancelled',
};
const LONGEST_FIRST = Object.keys(BEGINNINGS).toSorted((a, b) => b.length - a.length);

const isStatus = (word: string): word is OrderStatus => (ORDER_STATUSES as readonly string[]).includes(word);

/** A status word as it is compared. Pinduoduo joins two: "已发货,待收货"; the first says where the order stands. */
export const statusWord = (cell: string): string =>
  cell
    .normalize('NFKC')
    .split(/[,;、]/u)[0]
    ?.trim() ?? '';

/** Our status for a platform's word; `own` are the words that somebody has explained. Null: nobody knows it. */
export function statusOfWord(cell: string, own: Readonly<Record<string, OrderStatus>> = {}): OrderStatus | null {
  const word = statusWord(cell);
  const explained = own[word];
  if (explained !== undefined) return explained;
  if (isStatus(word)) return word;
  // "未发货,退款成功" ends an order whose first word says nothing of it.
  if (/退款成功$/u.test(cell.normalize('NFKC')) && !/^(?:已发货|已签收)/u.test(word)) return 'cancelled';
  const beginning = LONGEST_FIRST.find((one) => word.startsWith(one));
  return beginning === undefined ? null : (BEGINNINGS[beginning] ?? null);
}
