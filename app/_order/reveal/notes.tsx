'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_client/me';
import type { RevealField } from '@/domain/privacy/reveal';
import type { OrderDetail } from '@/server/orders/order-detail';
import { ReasonDialog } from './reason-dialog';
import { Value } from './receiver';
import { useReveal } from './use-reveal';

/** What buyer and seller noted, with long numbers hidden; where some are, one eye shows both notes for half a minute. */
export function Notes({ order }: { order: Pick<OrderDetail, 'orderId' | 'facts' | 'hasHiddenNote'> }) {
  const t = useTranslations('desk');
  const [asked, setAsked] = useState<RevealField | null>(null);
  const { shown, hide, reveal } = useReveal(order.orderId);
  const mayAsk = useMay('orders.reveal') && order.hasHiddenNote;
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
            {mayAsk && index === 0 ? (
              <Value field="note" masked={text} shown={shown} mayAsk onAsk={setAsked} onHide={hide} />
            ) : (
              text
            )}
          </span>
        </p>
      ))}
      {asked && <ReasonDialog field={asked} onReveal={reveal} onClose={() => setAsked(null)} />}
    </>
  );
}
