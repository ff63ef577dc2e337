import { hit, NO, signal, unknown } from './signal';

const NO_METHOD = unknown('paid-by-wallet', 'payment-method-missing');

/**
 * Paid, and by WeChat Pay or Alipay. Where the payment service itself says that it received another amount than was due, it is
 * not paid in this sense: nothing vouches for such an order.
 */
export const paidByWallet = signal({
  name: 'paid-by-wallet',
  params: {},
  evaluate: ({ isPaid, paymentMethod, amountFen, noticedFen }) => {
    if (!isPaid || (noticedFen !== null && noticedFen !== amountFen)) return NO;
    if (paymentMethod === null) return NO_METHOD;
    if (paymentMethod !== 'wechat' && paymentMethod !== 'alipay') return NO;
    return hit({ signal: 'paid-by-wallet', field: 'paymentMethod', span: paymentMethod });
  },
});
