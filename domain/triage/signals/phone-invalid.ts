import { hit, NO, signal, unknown } from './signal';

const MASKED = unknown('phone-invalid', 'phone-masked');
const MISSING = unknown('phone-invalid', 'phone-missing');

/** The number cannot be dialled. Masked or missing numbers are unknown. */
export const phoneInvalid = signal({
  name: 'phone-invalid',
  params: {},
  evaluate: ({ phone }) => {
    if (phone.state !== 'known') return phone.state === 'masked' ? MASKED : MISSING;
    if (phone.problem === null) return NO;
    return hit({ signal: 'phone-invalid', field: 'phone', span: phone.shown, reason: phone.problem });
  },
});
