import { DUTY_WORDS, namesDutyTerms } from '@/domain/order/risk-marks';
import { hit, NO, signal, unknown } from './signal';

const NO_REGION = unknown('duty-terms-missing', 'region-unknown');
const NOT_SAID = unknown('duty-terms-missing', 'duty-terms-missing');

/**
 * The parcel leaves the mainland and it is known that nobody agreed who pays the duties. Terms count as agreed where the
 * order states them or a note names them; where neither the order nor any note says a word, it is unknown.
 */
export const dutyTermsMissing = signal({
  name: 'duty-terms-missing',
  params: {
    phrases: {
      kind: 'words',
      default: DUTY_WORDS.phrases,
      oneOf: null,
    },
  },
  evaluate: ({ isMainland, dutyTerms, note, province }, { phrases }) => {
    if (isMainland === true || dutyTerms === 'seller' || dutyTerms === 'buyer') return NO;
    if (namesDutyTerms(note ?? '', phrases)) return NO;
    if (isMainland === null) return NO_REGION;
    if (dutyTerms === null) return NOT_SAID;
    return hit({ signal: 'duty-terms-missing', field: 'dutyTerms', span: province ?? '' });
  },
});
