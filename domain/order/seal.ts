import { assessAddress } from './clean/address';
import { assessPhone, normalisePhone } from './clean/phone';
import { assessRecipient } from './clean/recipient';
import { ADDRESS_MASKING, NAME_MASKING, PHONE_MASKING, plainOf, shownForm } from './mask';
import { NOTE_FIELDS } from './notes';
import type { OrderEvent, OrderFields, Receiver, ReceiverAssessment } from './order';
import { type Places, phoneHomeOf } from './places';

/** The plain personal values of one statement, kept apart from the order. null = not known in plain. */
export interface PlainReceiver {
  readonly name: string | null;
  readonly phone: string | null;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
  readonly detail: string | null;
}

export interface SealedEvent {
  readonly event: OrderEvent;
  readonly plain: PlainReceiver | null;
}

const shownReceiver = (receiver: Receiver): Receiver => ({
  ...receiver,
  name: shownForm(receiver.name, NAME_MASKING),
  phone: shownForm(receiver.phone, PHONE_MASKING),
  detail: shownForm(receiver.detail, ADDRESS_MASKING),
});

function assess(receiver: Receiver, places: Places): ReceiverAssessment {
  const phone = assessPhone(receiver.phone);
  const plain = plainOf(receiver.phone);
  const home = plain === null ? null : phoneHomeOf(normalisePhone(plain), places);
  return {
    address: assessAddress(receiver),
    phone: phone.state === 'known' ? { ...phone, home: home?.code ?? null } : phone,
    recipient: assessRecipient(receiver, places),
  };
}

/** Marks in place of the notes that were stated; no note stays ''. */
const markedNotes = (fields: Partial<OrderFields>, markOf: (note: string) => string): Partial<OrderFields> =>
  Object.fromEntries(
    NOTE_FIELDS.flatMap((field) => {
      const note = fields[field];
      return note === undefined ? [] : [[field, note === '' ? '' : markOf(note)]];
    }),
  );

/**
 * Separates the personal from the rest: the returned event carries masked values, marks of the notes, and what was found
 * out about address and phone; the plain values stand beside it. After this no plain personal value is in an order's facts.
 */
export function sealEvent(event: OrderEvent, places: Places, markOf: (note: string) => string): SealedEvent {
  const { receiver, buyerName } = event.fields;
  const shown = {
    ...(buyerName ? { buyerName: shownForm(buyerName, NAME_MASKING) } : {}),
    ...markedNotes(event.fields, markOf),
  };
  if (!receiver) return { event: { ...event, fields: { ...event.fields, ...shown } }, plain: null };
  const fields = {
    ...event.fields,
    ...shown,
    receiver: shownReceiver(receiver),
    assessment: assess(receiver, places),
  };
  const plain: PlainReceiver = {
    name: plainOf(receiver.name),
    phone: plainOf(receiver.phone),
    province: receiver.province,
    city: receiver.city,
    district: receiver.district,
    street: receiver.street,
    detail: plainOf(receiver.detail),
  };
  return { event: { ...event, fields }, plain };
}
