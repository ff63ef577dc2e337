'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_client/me';
import type { RevealField } from '@/domain/privacy/reveal';
import type { OrderDetail } from '@/server/orders/order-detail';
import { ReasonDialog } from './reason-dialog';
import { Value } from './receiver';
import { useReveal } from './use-reveal';

type Noted = Pick<OrderDetail, 'orderId' | 'facts' | 'hasHiddenNote'>;

/** One note with long numbers hidden; where some are, an eye shows both notes of the order for half a minute. */
export function NoteText({ order, text }: { order: Noted; text: string }) {
  const [asked, setAsked] = useState<RevealField | null>(null);
  const { shown, hide, reveal } = useReveal(order.orderId);
  const mayAsk = useMay('orders.reveal') && order.hasHiddenNote;
  if (!mayAsk) return text;
  return (
    <>
      <Value field="note" masked={text} shown={shown} mayAsk onAsk={setAsked} onHide={hide} />
      {asked && <ReasonDialog field={asked} onReveal={reveal} onClose={() => setAsked(null)} />}
    </>
  );
}

/** What buyer and seller noted; one eye for both. */
export function Notes({ order }: { order: Noted }) {
  const t = useTranslations('desk');
  const notes = (['buyerNote', 'sellerNote'] as const).flatMap((field) => {
    const text = order.facts[field]?.value ?? '';
    return text === '' ? [] : [{ field, text }];
  });
  return (
    <>
      {notes.map(({ field, text }, index) => (
        <p key={field} className="flex gap-2 text-small">
          <span className="shrink-0 text-ink-3">{t(field)}</span>
          <span className="min-w-0 break-words whitespace-pre-line">
            {index === 0 ? <NoteText order={order} text={text} /> : text}
          </span>
        </p>
      ))}
    </>
  );
}
