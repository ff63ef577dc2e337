'use client';
import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { useHoldText } from '@/app/_order/hold-text';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import { NoteText } from '@/app/_order/reveal/notes';
import { useTexts } from '@/app/_order/use-texts';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { OrderLine } from '@/domain/order/order';
import { carrierName } from '@/domain/reply/carrier-name';
import type { FactView, FactViews } from '@/server/orders/fact-views';
import type { SectionProps } from '../sections';

type Said = Pick<FactView<unknown>, 'source' | 'at'>;

/** Of what a fact speaks; the order in which a statement is read. */
const FACT_GROUPS = ['progress', 'money', 'goods', 'people'] as const;
type FactGroup = (typeof FACT_GROUPS)[number];

interface FactLine {
  readonly group: FactGroup;
  readonly field: keyof FactViews;
  readonly text: string;
  readonly said: Said;
}

/** What we are told within this time we know at once. */
const AT_ONCE_MS = 10 * SECOND_MS;
const saidKey = ({ source, at }: Said): string => `${source} ${at}`;

const MONEY = ['amountFen', 'goodsFen', 'freightFen', 'discountFen', 'couponFen', 'paidFen', 'refundFen'] as const;
const TIMES = [
  'createdAt',
  'paidAt',
  'pickedAt',
  'packedAt',
  'shippedAt',
  'collectedAt',
  'signedAt',
  'doneAt',
  'cancelledAt',
  'shipBy',
  'promisedAt',
] as const;
const SHIPPING = ['trackingNo', 'warehouse'] as const;
const PEOPLE = ['receiver', 'buyerNote', 'sellerNote'] as const;

const articleText = ({ title, spec, sku, quantity }: OrderLine): string =>
  [[title, spec].filter(Boolean).join(' ') || sku, `× ${quantity}`].join(' ');

function useFactLines(facts: FactViews): readonly FactLine[] {
  const terms = useTranslations('terms');
  const moment = useMoment();
  const holdText = useHoldText();
  const line = <F extends keyof FactViews>(field: F, textOf: (value: NonNullable<FactViews[F]>['value']) => string) => {
    const fact: FactView<NonNullable<FactViews[F]>['value']> | null = facts[field];
    const text = fact ? textOf(fact.value) : '';
    return fact && text !== '' ? [{ field, text, said: fact }] : [];
  };
  const of = <G extends FactGroup>(group: G, lines: readonly Omit<FactLine, 'group'>[]) =>
    lines.map((one) => ({ ...one, group }));
  return [
    ...of('progress', [
      ...line('status', (status) => terms(`status.${status}`)),
      ...TIMES.flatMap((field) => line(field, moment)),
    ]),
    ...of('money', [
      ...MONEY.flatMap((field) => line(field, yuanText)),
      ...line('paymentMethod', (method) => terms(`payment.${method}`)),
    ]),
    ...of('goods', [
      ...line('lines', (articles) => articles.map(articleText).join('\n')),
      ...line('carrier', (carrier) => carrierName(carrier) || carrier),
      ...SHIPPING.flatMap((field) => line(field, (text) => text)),
      ...line('holds', (holds) => holds.map(holdText).join(' · ')),
    ]),
    ...of('people', [
      ...PEOPLE.flatMap((field) => line(field, (text) => text)),
      ...line('buyerTags', (tags) => tags.join(' · ')),
    ]),
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
      {FACT_GROUPS.map((group) => (
        <FactGroupList key={group} group={group} lines={ofStatement.filter((line) => line.group === group)}>
          {({ field, text }) =>
            field === noted?.field ? <NoteText key={order.orderId} order={order} text={text} /> : text
          }
        </FactGroupList>
      ))}
    </div>
  ));
}

function FactGroupList(props: {
  group: FactGroup;
  lines: readonly FactLine[];
  children: (line: FactLine) => ReactNode;
}) {
  const t = useTranslations('orderPage');
  if (props.lines.length === 0) return null;
  return (
    <div className="border-t border-line py-0.5">
      <h4 className="text-small text-ink-3">{t(`factGroup.${props.group}`)}</h4>
      <dl className="grid grid-cols-[minmax(5rem,max-content)_minmax(0,1fr)] gap-x-3">
        {props.lines.map((line) => (
          <Fragment key={line.field}>
            <dt className="py-px text-ink-2">{t(`fact.${line.field}`)}</dt>
            <dd className="py-px break-words whitespace-pre-line">{props.children(line)}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
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
