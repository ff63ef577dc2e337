import type { TellingPlatform } from '../platform/telling';
import type { ShopEvent } from '../shop/life';
import { type StandInOptions, startTaobaoStandIn } from './stand-in';
import { TAOBAO_PREFIX, taobaoTradeOf } from './trade-shape';

/** Picking and the courier are not told. */
const TOPICS: Readonly<Partial<Record<ShopEvent, string>>> = {
  'order.created': 'taobao_trade_TradeCreate',
  'order.paid': 'taobao_trade_TradeBuyerPay',
  'order.shipped': 'taobao_trade_TradeSellerShip',
  'order.signed': 'taobao_trade_TradeSuccess',
  'order.cancelled': 'taobao_trade_TradeClose',
  'order.refunded': 'taobao_refund_RefundSuccess',
};

/** Taobao beside the product: puts messages into a queue. */
export async function startTaobao(options: StandInOptions): Promise<TellingPlatform> {
  const standIn = await startTaobaoStandIn(options);
  return {
    prefix: TAOBAO_PREFIX,
    async tell(progress, type, at) {
      const trade = taobaoTradeOf(progress, at);
      standIn.put(trade);
      const topic = TOPICS[type];
      if (topic !== undefined) standIn.publish([standIn.message(String(trade.tid), topic)]);
    },
    recall: (progress, at) => standIn.put(taobaoTradeOf(progress, at)),
    forget: standIn.forget,
    report() {
      const { confirmed, waiting, lost } = standIn.counts();
      const asked = standIn.timesCalled('taobao.trade.fullinfo.get');
      return `淘宝: ${confirmed} messages confirmed, ${waiting} waiting, ${lost} lost on purpose, ${asked} trades asked for`;
    },
    close: standIn.close,
  };
}
