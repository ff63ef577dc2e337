import { hit, NO, signal, unknown } from './signal';

const MASKED = unknown('address-vague', 'address-masked');
const MISSING = unknown('address-vague', 'address-missing');

/** A courier could not find the door. Masked or missing addresses are unknown. */
export const addressVague = signal({
  name: 'address-vague',
  params: {},
  evaluate: ({ address }) => {
    if (address.state !== 'known') return address.state === 'masked' ? MASKED : MISSING;
    if (address.vague === null) return NO;
    return hit({ signal: 'address-vague', field: 'address', span: address.vague.span, reason: address.vague.reason });
  },
});
