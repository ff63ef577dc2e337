import { hit, NO, signal, unknown } from './signal';

const NO_METHOD = unknown('payment-method', 'payment-method-missing');

/** The buyer pays, or is to pay, by one of these methods. */
export const paymentMethod = signal({
  name: 'payment-method',
  params: {
    methods: {
      kind: 'words',
      default: ['cod'],
      oneOf: ['wechat', 'alipay', 'card', 'balance', 'cod', 'credit', 'other'],
    },
  },
  evaluate: ({ paymentMethod: method }, { methods }) => {
    if (method === null) return NO_METHOD;
    return methods.includes(method) ? hit({ signal: 'payment-method', field: 'paymentMethod', span: method }) : NO;
  },
});
