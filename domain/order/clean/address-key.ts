import type { AddressAssessment } from '../assessments';
import type { Receiver } from '../order';
import { provinceOf } from '../region';
import { assessAddress } from './address';
import { foldAddress, withoutRegion } from './address-region';
import { PICKUP_NOTE } from './address-words';

const LONGEST = 300;
/** Where parcels of strangers come together. */
const POINT_OF_MANY =
  /驿站|自提|代收|丰巢|蜂巢|快递柜|快递点|快递站|快递超市|收发室|传达室|门卫|保安|前台|宿舍|大学|学院|学校|中学|医院/u;
const NUMBER = /\d|[一二三四五六七八九十]+(?:号|栋|幢|楼|单元|室|组|队)/u;
const PUNCTUATION = /[^\p{Letter}\p{Number}]+/gu;

/**
 * One spelling of an address, under which the same door is found again: region, then the line without the region and the
 * remarks to the courier, half-width, lower case, without punctuation. null where the line is masked or missing, vague,
 * without any number, or a point where parcels of strangers come together (a locker, a campus): such are no one door. Whoever
 * has judged the address already gives the assessment.
 */
export function addressKeyText(
  receiver: Receiver,
  assessment: AddressAssessment = assessAddress(receiver),
): string | null {
  if (receiver.detail.state !== 'plain') return null;
  const province = provinceOf(receiver.province);
  if (province === null || assessment.state !== 'known' || assessment.vague !== null) return null;
  const line = foldAddress(`${receiver.street}${receiver.detail.value}`.slice(0, LONGEST));
  const local = withoutRegion(line, receiver).replace(PICKUP_NOTE, '');
  if (!NUMBER.test(local) || POINT_OF_MANY.test(local)) return null;
  const parts = [province.name, receiver.city, receiver.district, local];
  return parts.map((part) => foldAddress(part).toLowerCase().replace(PUNCTUATION, '')).join('|');
}
