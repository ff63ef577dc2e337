'use client';
import { useTranslations } from 'next-intl';
import { yuanText } from '@/app/_order/money';
import type { CustomerProfile } from '@/server/customers/profile';
import { SidePart } from './side-part';

/** What the customer has done so far: orders, returns, paid, complaints. */
export function CustomerFigures({ customer }: { customer: CustomerProfile }) {
  const t = useTranslations('desk');
  const figures = [
    [t('figure.orders'), customer.orderCount.toLocaleString('en')],
    [t('figure.returns'), customer.returnCount.toLocaleString('en')],
    [t('figure.paid'), yuanText(customer.paidFen)],
    [t('figure.complaints'), customer.complaintCount.toLocaleString('en')],
  ] as const;
  return (
    <SidePart title={t('customer')} note={customer.name}>
      <dl className="grid grid-cols-[1fr_1fr_2fr_1fr] gap-x-2.5 text-small">
        {figures.map(([label, value]) => (
          <div key={label} className="flex flex-col-reverse">
            <dt className="text-ink-2">{label}</dt>
            <dd className="text-[14px] font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
    </SidePart>
  );
}
