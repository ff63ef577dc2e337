'use client';
import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import { NoteText } from '@/app/_order/reveal/notes';
import { useTexts } from '@/app/_order/use-texts';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
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

/** What we are told within this time we know at once. */
const AT_ONCE_MS = 10 * SECOND_MS;
const saidKey = ({ source, at }: Said): string => `${source} ${at}`;

const MONEY = ['amountFen', 'paidFen', 'refundFen', 'discountFen'] as const;
const TIMES = ['paidAt', 'pickedAt', 'packedAt', 'shippedAt', 'collectedAt', 'signedAt', 'promisedAt'] as const;
const TEXTS = ['trackingNo', 'warehouse', 'buyerNote', 'sellerNote'] as const;

function useFactLines(facts: Facts): readonly FactLine[] {
  const terms = useTranslations('terms');
  const moment = useMoment();
  const line = <F extends keyof Facts>(field: F, textOf: (value: NonNullable<Facts[F]>['value']) => string) => {
    const fact: FactView<NonNullable<Facts[F]>['value']> | null = facts[field];
    const text = fact ? textOf(fact.value) : '';
    return fact && text !== '' ? [{ field, text, said: fact }] : [];
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

interface Statement {
  readonly said: Said;
  readonly lines: readonly FactLine[];
}

/** The facts by who said them when, the newest statement first. */
function statementsOf(lines: readonly FactLine[]): readonly Statement[] {
  const statements = new Map<string, Statement>();
  for (const line of lines) {
    const key = saidKey(line.said);
    statements.set(key, { said: line.said, lines: [...(statements.get(key)?.lines ?? []), line] });
  }
  return [...statements.values()].sort((a, b) => b.said.at - a.said.at);
}

/** The facts in force, by the statement they come from: who said it, as of when, how old that is, and when we were told. */
export function Facts({ page: { order, knownAt } }: SectionProps) {
  const t = useTranslations('orderPage');
  const lines = useFactLines(order.facts);
  const statements = statementsOf(lines);
  const noted = lines.find(({ field }) => field === 'buyerNote' || field === 'sellerNote');
  if (statements.length === 0) return <p className="text-ink-3">{t('factsNone')}</p>;
  return statements.map(({ said, lines: ofStatement }) => (
    <div key={saidKey(said)} className="not-first-of-type:mt-2.5">
      <StatementHead said={said} knownAt={knownAt[saidKey(said)] ?? null} />
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3">
        {ofStatement.map(({ field, text }) => (
          <Fragment key={field}>
            <dt className="border-t border-line py-0.5 text-ink-2">{t(`fact.${field}`)}</dt>
            <dd className="border-t border-line py-0.5 break-words whitespace-pre-line">
              {field === noted?.field ? <NoteText key={order.orderId} order={order} text={text} /> : text}
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  ));
}

function StatementHead({ said, knownAt }: { said: Said; knownAt: Instant | null }) {
  const t = useTranslations();
  const moment = useMoment();
  const texts = useTexts();
  const now = useServerNow();
  const lateMs = knownAt === null ? 0 : knownAt - said.at;
  return (
    <h3 className="flex flex-wrap gap-x-2 pb-0.5 text-small text-ink-3">
      <b className="font-semibold text-ink-2">{t(`terms.source.${said.source}`)}</b>
      <time dateTime={new Date(said.at).toISOString()}>{moment(said.at)}</time>
      {now > 0 && <span>{texts.ago(said.at, now)}</span>}
      <span title={knownAt === null ? undefined : moment(knownAt)}>
        {knownAt === null
          ? t('orderPage.knownUnsaid')
          : lateMs < AT_ONCE_MS
            ? t('orderPage.knownAtOnce')
            : t('orders.toldLater', { length: texts.length(lateMs) })}
      </span>
    </h3>
  );
}
