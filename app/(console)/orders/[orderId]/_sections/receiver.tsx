'use client';
import { useTranslations } from 'next-intl';
import { Receiver as ReceiverValues } from '@/app/_order/reveal/receiver';
import type { SectionProps } from '../sections';

/** Whom the order goes to: masked, one value at a time for those who may look. */
export function Receiver({ page: { order } }: SectionProps) {
  const t = useTranslations('orderPage');
  if (order.receiver === null) return <p className="text-ink-3">{t('receiverNone')}</p>;
  return <ReceiverValues key={order.orderId} order={order} receiver={order.receiver} />;
}
