import type { TellingPlatform } from '../platform/telling';
import { eventOf, wechatOrderOf } from './order-shape';
import { type StandInOptions, startWechatStandIn } from './stand-in';

/** 微信小店 beside the product: tells by sealed pushes. */
export async function startWechat(options: StandInOptions): Promise<TellingPlatform> {
  const standIn = await startWechatStandIn(options);
  return {
    prefix: 'W',
    async tell(progress, step, at) {
      const order = wechatOrderOf(progress, at);
      standIn.put(order);
      const event = eventOf(step);
      if (event !== null) await standIn.push([standIn.notice(order.order_id, event)]);
    },
    recall: (progress, at) => standIn.put(wechatOrderOf(progress, at)),
    forget: standIn.forget,
    report() {
      const { taken, failed, lost } = standIn.counts();
      const asked = standIn.timesCalled('/channels/ec/order/get');
      return `微信小店: ${taken} events taken, ${lost} lost on purpose, ${failed} failed, ${asked} orders asked for`;
    },
    close: standIn.close,
  };
}
