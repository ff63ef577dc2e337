import { normalisePhone } from '@/domain/order/clean/phone';
import type { Receiver } from '@/domain/order/order';
import { MISSING, type Personal } from '@/domain/order/personal';
import type { FieldReader } from '../field-reader';
import type { Consignee, JdOrder } from './schema';

const ENDING = /(?:省|市|自治区)$/u;

/** The text without one division at its head, which may stand there with its ending or without. */
function withoutDivision(text: string, name: string): string {
  const stem = name.replace(ENDING, '');
  if (stem === '' || !text.startsWith(stem)) return text;
  if (text.startsWith(name) && name !== stem) return text.slice(name.length);
  return text.slice(stem.length).replace(/^(?:省|自治区)/u, '');
}

/** The address without the divisions that the platform states by themselves. */
const withoutDivisions = (text: string, names: readonly string[]): string => names.reduce(withoutDivision, text);

function detailOf(full: Personal, parts: readonly string[]): Personal {
  if (full.state === 'missing') return MISSING;
  if (full.state === 'plain') return { state: 'plain', value: withoutDivisions(full.value, parts) };
  return { state: 'masked', shown: withoutDivisions(full.shown, parts) };
}

/** Whom it goes to. The platform covers name, phone and the end of the address; the divisions are plain. */
export function readReceiver(reader: FieldReader, { consigneeInfo }: JdOrder): Receiver {
  const given: Consignee = consigneeInfo ?? {};
  const place = (name: 'province' | 'city' | 'county' | 'town') =>
    reader.text(`consigneeInfo.${name}`, given[name] ?? '', 100);
  const [province, city, county, town] = [place('province'), place('city'), place('county'), place('town')];
  const number = given.mobile ? 'mobile' : 'telephone';
  const phone = reader.personal(`consigneeInfo.${number}`, given[number], 60);
  const full = reader.personal('consigneeInfo.fullAddress', given.fullAddress, 500);
  return {
    name: reader.personal('consigneeInfo.fullname', given.fullname, 100),
    phone: phone.state === 'plain' ? { state: 'plain', value: normalisePhone(phone.value) } : phone,
    province,
    city,
    district: county,
    street: town,
    detail: detailOf(full, [province, city, county, town]),
  };
}
