import { normalisePhone } from '@/domain/order/clean/phone';
import type { Receiver } from '@/domain/order/order';
import { type Forms, given, readPersonal } from '../covered';
import type { FieldReader } from '../field-reader';
import { isCovered } from './covered-values';
import type { PddOrder } from './schema';

const formsOf = (raw: string | null | undefined, mask: string | null | undefined): Forms =>
  isCovered(raw) ? { plain: null, mask, cipher: raw } : { plain: raw, mask, cipher: null };

/**
 * Whom it goes to; undefined where the platform gives nobody: while it reviews an order and once it was shipped the fields are
 * empty, which says nothing against what was known before. Two orders with the same open_address_id go to the same person.
 */
export function readReceiver(reader: FieldReader, order: PddOrder, shopId: string): Receiver | undefined {
  const { receiver_name: name, receiver_phone: phoneRaw, receiver_address: address } = order;
  const mobile = given(phoneRaw) ?? order.contact_mobile;
  if ([name, order.receiver_name_mask, mobile, address].every((text) => given(text) === null)) return undefined;
  const place = (part: 'province' | 'city' | 'town') => reader.text(part, order[part] ?? '', 100);
  const phone = readPersonal(reader, 'receiver_phone', formsOf(mobile, order.receiver_phone_mask), 60);
  const key = order.open_address_id_2 || order.open_address_id;
  return {
    name: readPersonal(reader, 'receiver_name', formsOf(name, order.receiver_name_mask), 100),
    phone: phone.state === 'plain' ? { state: 'plain', value: normalisePhone(phone.value) } : phone,
    province: place('province'),
    city: place('city'),
    district: place('town'),
    street: '',
    detail: readPersonal(reader, 'receiver_address', formsOf(address, order.receiver_address_mask), 500),
    ...(key ? { platformKey: `pinduoduo/${shopId}/${reader.text('open_address_id', key, 200)}` } : {}),
  };
}
