'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import type { PaymentView } from '@/server/facts/of-order';
import { Chip } from '@/ui/chip';
import { useOutside } from '../_hooks/use-outside';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';
import { SaidSteps } from './said-steps';

/** What was due, when it was paid by whose word, and every payment and refund that a payment service confirmed. */
export function Payments({ page: { order } }: SectionProps) {
  const t = useTranslations('outside');
  const outside = useOutside(order.orderId);
  const { amountFen, paidFen, refundFen } = order.facts;
  return (
    <>
      <p className="flex flex-wrap gap-x-4">
        <span>{t('due', { amount: amountFen ? yuanText(amountFen.value) : t('unsaid') })}</span>
        <span>{t('received', { amount: paidFen ? yuanText(paidFen.value) : t('unsaid') })}</span>
        {refundFen && refundFen.value > 0 && <span>{t('refunded', { amount: yuanText(refundFen.value) })}</span>}
      </p>
      <SaidSteps order={order} steps={['paidAt']} besides="payment" />
      <QueryPart query={outside} lines={2}>
        {({ payments }) =>
          payments.length === 0 ? (
            <p className="text-ink-3">{t('paymentsNone')}</p>
          ) : (
            <ul className="mt-1">
              {payments.map((payment) => (
                <PaymentLine key={`${payment.kind} ${payment.number}`} payment={payment} />
              ))}
            </ul>
          )
        }
      </QueryPart>
    </>
  );
}

function PaymentLine({ payment }: { payment: PaymentView }) {
  const t = useTranslations('outside');
  const moment = useMoment();
  const { kind, amountFen, at, state, linkName, number } = payment;
  return (
    <li className="flex flex-wrap items-center gap-x-2 border-t border-line py-0.5">
      <time dateTime={new Date(at).toISOString()} className="text-small text-ink-3">
        {moment(at)}
      </time>
      <span>{t(`pay_${kind}`)}</span>
      <b className="font-semibold">{yuanText(amountFen)}</b>
      {state !== 'SUCCESS' && <Chip tone="amber">{state}</Chip>}
      <span className="ml-auto truncate text-small text-ink-3" title={number}>
        {linkName ?? ''} {number}
      </span>
    </li>
  );
}
