import type { RecipientAssessment } from '../assessments';
import type { Receiver } from '../order';
import { citiesNamed, type Places } from '../places';
import { type Province, provinceOf } from '../region';
import { foldAddress } from './address-region';
import { landlineProvince } from './landline';
import { normalisePhone } from './phone';

const LONGEST = 60;
/** A province written out before the line: 广东省…, 内蒙古自治区…, 上海市… but not 上海市场 or 北京市政. */
const WRITTEN_OUT = /^([\p{Script=Han}]{2,8}?)(?:省|自治区|特别行政区)(?!道|委|府|立)/u;
const MUNICIPALITY = /^(北京|上海|天津|重庆)市(?!场|集|政|民|中心|里|口)/u;
const NOTHING_FOUND: RecipientAssessment = { state: 'known', contradiction: null };

const found = (reason: 'city-elsewhere' | 'line-elsewhere' | 'landline-elsewhere', span: string) =>
  ({ state: 'known', contradiction: { reason, span } }) as const satisfies RecipientAssessment;

/**
 * Whether what an order says of its recipient contradicts itself: the city lies in another province than the one stated;
 * the address line begins with another province; the landline belongs to another province. A mobile number proves
 * nothing, since people move. What is masked is not judged; when nothing is found and a part was masked, the answer is
 * "masked". The span names a place, never a number or the line.
 */
export function assessRecipient(receiver: Receiver, places: Places): RecipientAssessment {
  const stated = provinceOf(receiver.province);
  if (stated === null || stated.region === 'overseas') return { state: 'missing' };
  const city = foldAddress(receiver.city);
  const cities = citiesNamed(city, places);
  if (cities.length > 0 && provinceOf(city) === null && !cities.some((one) => one.province === stated.name))
    return found('city-elsewhere', `${stated.name} ${city}`);
  const line = lineProvince(receiver, places);
  if (line !== null && line.name !== stated.name) return found('line-elsewhere', `${stated.name} ${line.name}`);
  const phone = receiver.phone.state === 'plain' ? landlineProvince(normalisePhone(receiver.phone.value)) : null;
  if (phone !== null && phone !== stated.name) return found('landline-elsewhere', `${stated.name} ${phone}`);
  if (receiver.detail.state === 'masked' || receiver.phone.state === 'masked') return { state: 'masked' };
  return receiver.detail.state === 'plain' ? NOTHING_FOUND : { state: 'missing' };
}

/** The province an address line begins with: written out, or by its short name before one of its own cities. */
function lineProvince({ detail }: Receiver, places: Places): Province | null {
  if (detail.state !== 'plain') return null;
  const line = foldAddress(detail.value.slice(0, LONGEST)).replace(/^中国/u, '');
  const named = WRITTEN_OUT.exec(line)?.[1] ?? MUNICIPALITY.exec(line)?.[1];
  if (named !== undefined) return provinceOf(named);
  for (const length of [3, 2]) {
    const province = provinceOf(line.slice(0, length));
    if (province !== null && beginsWithCityOf(province.name, line.slice(length), places)) return province;
  }
  return null;
}

function beginsWithCityOf(province: string, rest: string, places: Places): boolean {
  return [2, 3, 4].some(
    (length) =>
      rest.startsWith('市', length) && citiesNamed(rest.slice(0, length), places).some((c) => c.province === province),
  );
}
