'use client';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { SECOND_MS } from '@/domain/clocks/instant';
import type { CleaningStep } from '@/domain/order/order';
import type { OrderLogLine } from '@/server/orders/log';
import { useLogText } from './log-text';
import { useMoment } from './moment';
import { useTexts } from './use-texts';

const isCleaning = (value: unknown): value is readonly CleaningStep[] =>
  Array.isArray(value) && value.every((step) => typeof step === 'object' && step !== null && 'step' in step);
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** A statement that was told this much later than it was made is worth a word. */
const LATE_TELLING_MS = 10 * SECOND_MS;

/** Lines of an order's log as they are given, with the cleaning steps of each statement. */
export function OrderLog({ log }: { log: readonly OrderLogLine[] }) {
  const t = useTranslations('orders');
  if (log.length === 0) return <p className="text-ink-3">{t('logEmpty')}</p>;
  return (
    <ol className="flex flex-col">
      {log.map((line) => (
        <li key={line.lineId}>
          <LogLine line={line} />
        </li>
      ))}
    </ol>
  );
}

/** One line: when, what, who. In full also how long ago, and which facts in force a statement brought. */
export function LogLine({ line, isFull = false }: { line: OrderLogLine; isFull?: boolean }) {
  const t = useTranslations();
  const moment = useMoment();
  const textOf = useLogText();
  const { status, cleaning } = line.detail;
  const steps = isCleaning(cleaning) ? cleaning : [];
  const who = line.actorName ?? (line.kind === 'said' || line.actor === 'customer' ? null : t('orders.bySystem'));
  return (
    <div className="grid grid-cols-[6rem_1fr] gap-2 border-t border-line py-1.5">
      <div className="text-small text-ink-3">
        <time dateTime={new Date(line.at).toISOString()}>{moment(line.at)}</time>
        {isFull && <Age at={line.at} />}
      </div>
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-2">
          <span>{textOf(line)}</span>
          {typeof status === 'string' && t.has(`terms.status.${status}`) && (
            <span className="text-ink-2">{t(`terms.status.${status}`)}</span>
          )}
          {who && <span className="text-ink-3">{who}</span>}
        </p>
        {line.kind === 'said' && <Provenance line={line} />}
        {isFull && <InForce fields={textsOf(line.detail.fields)} />}
        {steps.length > 0 && <CleaningSteps steps={steps} />}
      </div>
    </div>
  );
}

function Age({ at }: { at: number }) {
  const texts = useTexts();
  const now = useServerNow();
  return now === 0 ? null : <span className="block text-tiny">{texts.ago(at, now)}</span>;
}

/** When the source says so, and how much later we were told. */
function Provenance({ line }: { line: OrderLogLine }) {
  const t = useTranslations();
  const texts = useTexts();
  const moment = useMoment();
  const { sourceAt } = line.detail;
  if (typeof sourceAt !== 'number') return null;
  const lateMs = line.at - sourceAt;
  return (
    <p className="text-small text-ink-3">
      {t('orders.sourceTime', { time: moment(sourceAt) })}
      {lateMs >= LATE_TELLING_MS && ` · ${t('orders.toldLater', { length: texts.length(lateMs) })}`}
    </p>
  );
}

/** What of a statement is still in force. */
function InForce({ fields }: { fields: readonly string[] }) {
  const t = useTranslations();
  const named = fields.filter((field) => t.has(`orderPage.fact.${field}`));
  if (named.length === 0) return null;
  return (
    <details className="text-small text-ink-2">
      <summary className="cursor-pointer text-tide">{t('orders.inForce', { count: named.length })}</summary>
      <p className="mt-1 pl-3">{named.map((field) => t(`orderPage.fact.${field}`)).join(t('orders.and'))}</p>
    </details>
  );
}

function CleaningSteps({ steps }: { steps: readonly CleaningStep[] }) {
  const t = useTranslations('orders');
  return (
    <details className="text-small text-ink-2">
      <summary className="cursor-pointer text-tide">{t('cleaningSteps', { count: steps.length })}</summary>
      <ul className="mt-1 flex flex-col gap-0.5 pl-3">
        {steps.map(({ field, step, from, to }) => (
          <li key={`${field} ${step} ${from}`} className="break-all">
            {t('cleaningLine', { field, step: t.has(`step.${step}`) ? t(`step.${step}`) : step })}
            {(from || to) && <span className="ml-2 text-ink-3">{t('cleaningFromTo', { from, to: to || '∅' })}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
