import { hit, NO, signal, unknown } from './signal';

const OUTSIDE = hit({ signal: 'outside-mainland', field: 'province' });
const NO_REGION = unknown('outside-mainland', 'region-unknown');

/** The parcel goes to Hong Kong, Macao, Taiwan or abroad. */
export const outsideMainland = signal({
  name: 'outside-mainland',
  params: {},
  evaluate: ({ isMainland }) => (isMainland === null ? NO_REGION : isMainland ? NO : OUTSIDE),
});
