import { hit, NO, signal, unknown } from './signal';

const MASKED = unknown('relay-address', 'address-masked');
const MISSING = unknown('relay-address', 'address-missing');
const NOT_ASSESSED = unknown('relay-address', 'address-not-assessed');

/** The address names a temporary store or a relay point (临时仓, 代收点 …). */
export const relayAddress = signal({
  name: 'relay-address',
  params: {},
  evaluate: ({ address }) => {
    if (address.state !== 'known') return address.state === 'masked' ? MASKED : MISSING;
    if (address.relay === undefined) return NOT_ASSESSED;
    return address.relay === null ? NO : hit({ signal: 'relay-address', field: 'address', span: address.relay });
  },
});
