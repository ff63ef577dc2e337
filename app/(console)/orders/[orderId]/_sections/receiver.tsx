'use client';
import { useTranslations } from 'next-intl';
import { Receiver as ReceiverValues } from '@/app/_order/reveal/receiver';
import { useMarkText } from '@/app/_order/risk-chips';
import type { SectionProps } from '../sections';

/** Whom the order goes to: masked, one value at a time for those who may look; and why it has the marks that it has. */
export function Receiver({ page: { order } }: SectionProps) {
  const t = useTranslations('orderPage');
  const whyOf = useMarkText();
  if (order.receiver === null) return <p className="text-ink-3">{t('receiverNone')}</p>;
  return (
    <>
      <ReceiverValues key={order.orderId} order={order} receiver={order.receiver} />
      {order.marks.length > 0 && (
        <ul className="mt-1.5 text-small text-ink-2">
          {order.marks.map((mark) => (
            <li key={mark.kind}>{whyOf(mark)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
