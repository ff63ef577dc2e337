import { normalisePhone } from '@/domain/order/clean/phone';
import type { Receiver } from '@/domain/order/order';
import type { FieldReader } from '../field-reader';
import type { Trade } from './schema';

/**
 * Whom it goes to. The platform masks name, phone and the line with the door; the divisions are plain. A county directly under
 * a province comes as a district without a city: it is the city itself. oaid stands for receiver and address together.
 */
export function readReceiver(reader: FieldReader, trade: Trade): Receiver {
  const place = (name: 'receiver_state' | 'receiver_city' | 'receiver_district' | 'receiver_town') =>
    reader.text(name, trade[name] ?? '', 100);
  const [city, district] = [place('receiver_city'), place('receiver_district')];
  const isCounty = city === '' && district !== '';
  if (isCounty) reader.note('receiver_city', 'county-under-province', '', district);
  const number = trade.receiver_mobile ? 'receiver_mobile' : 'receiver_phone';
  const phone = reader.personal(number, trade[number], 60);
  const platformKey = trade.oaid ? reader.text('oaid', trade.oaid, 400) : '';
  return {
    name: reader.personal('receiver_name', trade.receiver_name, 100),
    phone: phone.state === 'plain' ? { state: 'plain', value: normalisePhone(phone.value) } : phone,
    province: place('receiver_state'),
    city: isCounty ? district : city,
    district: isCounty ? '' : district,
    street: place('receiver_town'),
    detail: reader.personal('receiver_address', trade.receiver_address, 500),
    ...(platformKey === '' ? {} : { platformKey }),
  };
}
