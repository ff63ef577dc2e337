import { REMOTE } from '@/domain/order/risk-marks';
import { hit, NO, signal, unknown } from './signal';

const NO_REGION = unknown('remote-region', 'region-unknown');

/** The parcel goes to one of the listed provinces. */
export const remoteRegion = signal({
  name: 'remote-region',
  params: { provinces: { kind: 'words', default: REMOTE.provinces, oneOf: null } },
  evaluate: ({ province }, { provinces }) => {
    if (province === null) return NO_REGION;
    return provinces.includes(province) ? hit({ signal: 'remote-region', field: 'province', span: province }) : NO;
  },
});
