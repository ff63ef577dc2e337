import type { Instant } from '@/domain/clocks/instant';
import type { TellingPlatform } from '../platform/telling';
import type { Progress } from '../shop/life';
import { JD_PREFIX, jdOrderOf } from './order-shape';
import { type StandInOptions, startJdStandIn } from './stand-in';

/** JD beside the product: tells of nothing. What is not paid for is not shown. */
export async function startJd(options: StandInOptions): Promise<TellingPlatform> {
  const standIn = await startJdStandIn(options);
  const put = (progress: Progress, at: Instant): void => {
    const order = jdOrderOf(progress, at);
    if (order !== null) standIn.put(order);
  };
  return {
    prefix: JD_PREFIX,
    tell: async (progress, _type, at) => put(progress, at),
    recall: put,
    forget: standIn.forget,
    report: () =>
      `京东: ${standIn.timesCalled('jingdong.pop.order.search')} looks, ${standIn.timesCalled('jingdong.pop.order.get')} orders asked for`,
    close: standIn.close,
  };
}
