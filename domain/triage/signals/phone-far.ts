import { hit, NO, signal, unknown } from './signal';

const UNKNOWN = {
  'phone-masked': unknown('phone-far', 'phone-masked'),
  'phone-missing': unknown('phone-far', 'phone-missing'),
  'phone-home-unknown': unknown('phone-far', 'phone-home-unknown'),
  'ship-from-unknown': unknown('phone-far', 'ship-from-unknown'),
} as const;

/** The city the phone number was issued in lies further than the limit from where the shop ships. */
export const phoneFar = signal({
  name: 'phone-far',
  params: { limitKm: { kind: 'number', unit: 'km', default: 2_000, min: 50, max: 20_000 } },
  evaluate: ({ phoneDistance }, { limitKm }) => {
    if (phoneDistance.state === 'unknown') return UNKNOWN[phoneDistance.reason];
    const { km, city } = phoneDistance;
    if (km <= limitKm) return NO;
    return hit({ signal: 'phone-far', field: 'phone', span: city, number: km, limit: limitKm, unit: 'km' });
  },
});
