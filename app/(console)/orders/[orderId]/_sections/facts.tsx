'use client';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import { useTexts } from '@/app/_order/use-texts';
import { carrierName } from '@/domain/reply/carrier-name';
import type { FactView, OrderDetail } from '@/server/orders/order-detail';
import type { SectionProps } from '../sections';

type Facts = OrderDetail['facts'];
type Said = Pick<FactView<unknown>, 'source' | 'at'>;

interface FactLine {
  readonly field: keyof Facts;
  readonly text: string;
  readonly said: Said;
}

const MONEY = ['amountFen', 'paidFen', 'refundFen', 'discountFen'] as const;
const TIMES = ['paidAt', 'pickedAt', 'packedAt', 'shippedAt', 'collectedAt', 'signedAt', 'promisedAt'] as const;
const TEXTS = ['trackingNo', 'warehouse', 'buyerNote', 'sellerNote'] as const;

function useFactLines(facts: Facts): readonly FactLine[] {
  const terms = useTranslations('terms');
  const moment = useMoment();
  const line = <F extends keyof Facts>(field: F, textOf: (value: NonNullable<Facts[F]>['value']) => string) => {
    const fact: FactView<NonNullable<Facts[F]>['value']> | null = facts[field];
    return fact ? [{ field, text: textOf(fact.value) || '—', said: fact }] : [];
  };
  return [
    ...MONEY.flatMap((field) => line(field, yuanText)),
    ...line('paymentMethod', (method) => terms(`payment.${method}`)),
    ...TIMES.flatMap((field) => line(field, moment)),
    ...line('carrier', (carrier) => carrierName(carrier) || carrier),
    ...TEXTS.flatMap((field) => line(field, (text) => text)),
    ...line('holds', (holds) => holds.join(' · ')),
  ];
}

/** The facts of an order, each with who said it, as of when, how old that is, and when we were told. */
export function Facts({ page: { order, knownAt } }: SectionProps) {
  const t = useTranslations();
  const moment = useMoment();
  const texts = useTexts();
  const now = useServerNow();
  const lines = useFactLines(order.facts);
  const knownText = ({ source, at }: Said) => {
    const known = knownAt[`${source} ${at}`];
    return known === undefined ? '—' : moment(known);
  };
  return (
    <table className="w-full text-left">
      <thead className="text-small text-ink-3">
        <tr>
          {(['fact', 'value', 'source', 'asOf', 'knownAt'] as const).map((column) => (
            <th key={column} scope="col" className="py-1 pr-3 font-normal whitespace-nowrap">
              {t(`orderPage.column_${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ field, text, said }) => (
          <tr key={field} className="border-t border-line align-top">
            <th scope="row" className="py-1 pr-3 font-normal whitespace-nowrap text-ink-2">
              {t(`orderPage.fact.${field}`)}
            </th>
            <td className="w-full py-1 pr-3 break-all">{text}</td>
            <td className="py-1 pr-3 whitespace-nowrap text-ink-2">{t(`terms.source.${said.source}`)}</td>
            <td className="py-1 pr-3 whitespace-nowrap text-ink-3">
              {moment(said.at)}
              {now > 0 && (
                <span className="block text-tiny">
                  {t('orders.ago', { age: texts.length(Math.max(0, now - said.at)) })}
                </span>
              )}
            </td>
            <td className="py-1 whitespace-nowrap text-ink-3">{knownText(said)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
