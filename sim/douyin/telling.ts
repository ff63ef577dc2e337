import type { TellingPlatform } from '../platform/telling';
import { DOUDIAN_PREFIX, doudianOrderOf, tagOf } from './order-shape';
import { type StandInOptions, startDoudianStandIn } from './stand-in';

/** 抖店 beside the product: tells by signed pushes. */
export async function startDoudian(options: StandInOptions): Promise<TellingPlatform> {
  const standIn = await startDoudianStandIn(options);
  return {
    prefix: DOUDIAN_PREFIX,
    async tell(progress, type, at) {
      const order = doudianOrderOf(progress, at);
      standIn.put(order);
      const tag = tagOf(type);
      if (tag !== null) await standIn.push([standIn.hint(order.order_id, tag)], 1);
    },
    recall: (progress, at) => standIn.put(doudianOrderOf(progress, at)),
    forget: standIn.forget,
    report() {
      const { taken, failed, lost } = standIn.counts();
      const asked = standIn.timesCalled('order.orderDetail');
      return `抖店: ${taken} hints taken, ${lost} lost on purpose, ${failed} failed, ${asked} orders asked for`;
    },
    close: standIn.close,
  };
}
