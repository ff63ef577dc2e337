import type { TellingPlatform } from '../platform/telling';
import { pddOrderOf, typeOf } from './order-shape';
import { type StandInOptions, startPddStandIn } from './stand-in';

/** 拼多多 beside the product: tells over the connection that the product holds. */
export async function startPinduoduo(options: StandInOptions): Promise<TellingPlatform> {
  const standIn = await startPddStandIn(options);
  return {
    prefix: 'P',
    async tell(progress, event, at) {
      const order = pddOrderOf(progress, at);
      standIn.put(order);
      const type = typeOf(event);
      if (type !== null) standIn.messenger.tell([standIn.message(order.order_sn, type)]);
    },
    recall: (progress, at) => standIn.put(pddOrderOf(progress, at)),
    forget: standIn.forget,
    report() {
      const { connects, acknowledged } = standIn.messenger.counts();
      const lost = standIn.messenger.lost().length;
      const asked = standIn.timesCalled('pdd.order.information.get');
      return `拼多多: ${connects} connections, ${acknowledged} messages acknowledged, ${lost} lost on purpose, ${asked} orders asked for`;
    },
    close: standIn.close,
  };
}
