import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { BytesHttp } from '@/server/links/outbound';
import { checked } from '../answer';
import { CallFailure } from '../call-failure';
import type { MessageQueue, ShopKeys } from '../channel';
import { topCalls } from './call';
import { waitingMessage } from './hints';
import { settingsOf } from './settings';

const CONSUME = 'taobao.tmc.messages.consume';
const CONFIRM = 'taobao.tmc.messages.confirm';
const PERMIT = 'taobao.tmc.user.permit';
/** The most that the platform gives, and lets confirm, at once. */
const MOST = 200;

const TRADE_EVENTS = [
  ...[
    'TradeCreate',
    'TradeBuyerPay',
    'TradeBuyerStepPay',
    'TradeModifyFee',
    'TradeSellerShip',
    'TradePartlySellerShip',
  ],
  ...['TradeSuccess', 'TradeClose', 'TradeCloseAndModifyDetailOrder', 'TradeMemoModified'],
  ...['TradeLogisticsAddressChanged', 'OrderSkuChanged', 'TradeDelayConfirmPay', 'TradeTimeoutRemind'],
];
const REFUND_EVENTS = [
  ...['RefundCreated', 'RefundSuccess', 'RefundClosed', 'RefundBuyerReturnGoods', 'RefundSellerRefuseAgreement'],
  ...['RefundSellerAgreeAgreement', 'RefundBuyerModifyAgreement'],
];
const TOPICS = [
  ...TRADE_EVENTS.map((name) => `taobao_trade_${name}`),
  ...REFUND_EVENTS.map((name) => `taobao_refund_${name}`),
].join(',');

const consumed = z.object({ messages: z.object({ tmc_message: z.array(z.unknown()).nullish() }).nullish() });
const done = z.object({ is_success: z.union([z.boolean(), z.literal(['true', 'false'])]).transform(String) });

/**
 * The messages of TMC for one shop, over HTTP. What is not confirmed comes again. An app has one queue for all its sellers, or
 * one for each group of them: messages of another seller are left where they are. Throws CallFailure.
 */
export function openTmc(keys: ShopKeys, http: BytesHttp, clock: () => Instant): MessageQueue {
  const settings = settingsOf(keys);
  const call = topCalls(settings, http, clock);
  const group = { group_name: settings.messageGroup };
  return {
    async fetch() {
      const answer = checked(consumed, await call(CONSUME, { ...group, quantity: String(MOST) }, null), CONSUME);
      const given = answer.messages?.tmc_message ?? [];
      const all = given.map(waitingMessage).filter((message) => message !== null);
      const own = all.filter(
        ({ sellerId }) => settings.sellerId === '' || sellerId === '' || sellerId === settings.sellerId,
      );
      if (own.length === 0 && given.length > 0)
        throw new CallFailure('refused', { code: 'other-sellers', call: CONSUME });
      return { messages: own, isMore: given.length >= MOST };
    },
    async confirm(ids) {
      const params = { ...group, s_message_ids: ids.join(',') };
      const { is_success: isDone } = checked(done, await call(CONFIRM, params, null), CONFIRM);
      if (isDone !== 'true') throw new CallFailure('unavailable', { code: 'nothing-confirmed', call: CONFIRM });
    },
    async subscribe(accessToken) {
      const { is_success: isDone } = checked(done, await call(PERMIT, { topics: TOPICS }, accessToken), PERMIT);
      if (isDone !== 'true') throw new CallFailure('refused', { code: 'not-subscribed', call: PERMIT });
    },
  };
}
