'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { FactSource } from '@/domain/order/order';
import type { OrderDetail } from '@/server/orders/order-detail';

type Step = 'paidAt' | 'pickedAt' | 'packedAt' | 'shippedAt' | 'collectedAt' | 'signedAt';

interface SaidStepsProps {
  readonly order: OrderDetail;
  readonly steps: readonly Step[];
  /** Whose own reports stand beside it anyway. */
  readonly besides: FactSource;
}

/** When each of some steps was done by the facts in force, and whose word that is; what nobody has said is left out. */
export function SaidSteps({ order, steps, besides }: SaidStepsProps) {
  const t = useTranslations();
  const moment = useMoment();
  const said = steps.flatMap((step) => {
    const fact = order.facts[step];
    return fact && fact.source !== besides ? [{ step, ...fact }] : [];
  });
  const method = order.facts.paymentMethod?.value;
  if (said.length === 0) return null;
  return (
    <ul className="mb-1">
      {said.map(({ step, value, source }) => (
        <li key={step} className="flex flex-wrap items-center gap-x-2">
          <time dateTime={new Date(value).toISOString()} className="text-small text-ink-3">
            {moment(value)}
          </time>
          <span>{t(`orderPage.fact.${step}`)}</span>
          {step === 'paidAt' && method && <span className="text-ink-2">{t(`terms.payment.${method}`)}</span>}
          <span className="ml-auto text-small text-ink-3">{t(`terms.source.${source}`)}</span>
        </li>
      ))}
    </ul>
  );
}
