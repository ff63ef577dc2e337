import { normalisePhone } from '@/domain/order/clean/phone';
import type { Receiver } from '@/domain/order/order';
import { given, readPersonal } from '../covered';
import type { FieldReader } from '../field-reader';
import type { DoudianAddress, ShopOrder } from './schema';

const placeIn = (address: DoudianAddress | null | undefined, part: 'province' | 'city' | 'town' | 'street') =>
  given(address?.[part]?.name);

/** Whom it goes to. The platform masks name, phone and the line with the door; the districts are plain. */
export function readReceiver(reader: FieldReader, order: ShopOrder): Receiver {
  const { post_addr: plain, mask_post_addr: mask } = order;
  const place = (part: 'province' | 'city' | 'town' | 'street') =>
    reader.text(`post_addr.${part}`, placeIn(plain, part) ?? placeIn(mask, part) ?? '', 100);
  const phone = readPersonal(
    reader,
    'post_tel',
    { plain: order.post_tel, mask: order.mask_post_tel, cipher: order.encrypt_post_tel },
    60,
  );
  return {
    name: readPersonal(
      reader,
      'post_receiver',
      { plain: order.post_receiver, mask: order.mask_post_receiver, cipher: order.encrypt_post_receiver },
      100,
    ),
    phone: phone.state === 'plain' ? { state: 'plain', value: normalisePhone(phone.value) } : phone,
    province: place('province'),
    city: place('city'),
    district: place('town'),
    street: place('street'),
    detail: readPersonal(
      reader,
      'post_addr.detail',
      { plain: plain?.detail, mask: mask?.detail, cipher: plain?.encrypt_detail },
      500,
    ),
  };
}
