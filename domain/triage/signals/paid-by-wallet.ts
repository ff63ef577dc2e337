import { hit, NO, signal, unknown } from './signal';

const NO_METHOD = unknown('paid-by-wallet', 'payment-method-missing');

/** Paid, and by WeChat Pay or Alipay. */
export const paidByWallet = signal({
  name: 'paid-by-wallet',
  params: {},
  evaluate: ({ isPaid, paymentMethod }) => {
    if (!isPaid) return NO;
    if (paymentMethod === null) return NO_METHOD;
    if (paymentMethod !== 'wechat' && paymentMethod !== 'alipay') return NO;
    return hit({ signal: 'paid-by-wallet', field: 'paymentMethod', span: paymentMethod });
  },
});
