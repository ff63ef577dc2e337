import type { Sql } from '@/db/client';
import { orderNoCandidates } from '@/domain/order/order-no-in-text';
import type { BindingWay } from '@/server/customers/bindings';
import { ordersByNumber } from '@/server/customers/bindings';
import type { KfMessage } from '@/server/links/wecom/messages';

interface Clue {
  readonly how: BindingWay;
  readonly orderNos: readonly string[];
}

/** The link's parameter as it was given, and, where it carries more than the number, what in it looks like one. */
function sceneOrderNos(sceneParam: string): readonly string[] {
  let decoded = sceneParam;
  try {
    decoded = decodeURIComponent(sceneParam);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  return [sceneParam, decoded, ...orderNoCandidates(decoded)];
}

function clueOf(message: KfMessage): Clue | null {
  if (message.event?.event_type === 'enter_session' && message.event.scene_param)
    return { how: 'scene-param', orderNos: sceneOrderNos(message.event.scene_param) };
  if (message.origin !== 3) return null;
  if (message.msgtype === 'channels_shop_order' && message.channels_shop_order?.order_id)
    return { how: 'shop-order-message', orderNos: [message.channels_shop_order.order_id] };
  if (message.msgtype === 'text' && message.text?.content)
    return { how: 'order-no-in-text', orderNos: orderNoCandidates(message.text.content) };
  return null;
}

export interface NamedOrders {
  readonly how: BindingWay;
  readonly orderIds: readonly string[];
}

/** Which orders of the group's shops each message names, by msgid; messages that name none are absent. */
export async function namedOrders(
  tx: Sql,
  groupId: string,
  messages: readonly KfMessage[],
): Promise<ReadonlyMap<string, NamedOrders>> {
  const clues = messages.flatMap((message) => {
    const clue = clueOf(message);
    return clue === null ? [] : [{ msgId: message.msgid, ...clue }];
  });
  const orders = await ordersByNumber(
    tx,
    groupId,
    clues.flatMap(({ orderNos }) => orderNos),
  );
  const named = clues.map(({ msgId, how, orderNos }) => {
    const orderIds = [...new Set(orderNos.flatMap((orderNo) => orders.get(orderNo) ?? []))];
    return [msgId, { how, orderIds }] as const;
  });
  return new Map(named.filter(([, { orderIds }]) => orderIds.length > 0));
}
