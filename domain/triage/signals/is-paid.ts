import { hit, NO, signal } from './signal';

const PAID = hit({ signal: 'is-paid', field: 'status' });

/** Payment has been reported. */
export const isPaid = signal({
  name: 'is-paid',
  params: {},
  evaluate: (facts) => (facts.isPaid ? PAID : NO),
});
