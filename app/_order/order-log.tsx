'use client';
import { useTranslations } from 'next-intl';
import type { CleaningStep } from '@/domain/order/order';
import type { OrderLogLine } from '@/server/orders/get';
import { useMoment } from './moment';

const isCleaning = (value: unknown): value is readonly CleaningStep[] =>
  Array.isArray(value) && value.every((step) => typeof step === 'object' && step !== null && 'step' in step);

/** Everything said about an order and done to it, newest first, with the cleaning steps of each statement. */
export function OrderLog({ log }: { log: readonly OrderLogLine[] }) {
  const t = useTranslations('orders');
  if (log.length === 0) return <p className="text-ink-3">{t('logEmpty')}</p>;
  return (
    <ol className="flex flex-col">
      {log.map((line) => (
        <LogLine key={line.lineId} line={line} />
      ))}
    </ol>
  );
}

function useLineText(): (line: OrderLogLine) => string {
  const t = useTranslations('orders');
  const terms = useTranslations('terms');
  return ({ kind, action, actor }) => {
    if (kind === 'said') {
      const source = terms.has(`source.${actor}`) ? terms(`source.${actor}`) : actor;
      return t('logSaid', { source, kind: action });
    }
    const key = `logDone.${action.replace('.', '-')}`;
    return t.has(key) ? t(key) : action;
  };
}

function LogLine({ line }: { line: OrderLogLine }) {
  const t = useTranslations();
  const moment = useMoment();
  const textOf = useLineText();
  const { status, sourceAt, cleaning } = line.detail;
  const steps = isCleaning(cleaning) ? cleaning : [];
  const who = line.actorName ?? (line.kind === 'done' ? t('orders.bySystem') : null);
  return (
    <li className="grid grid-cols-[5.5rem_1fr] gap-2 border-t border-line py-1.5 first:border-t-0">
      <time className="text-small text-ink-3" dateTime={new Date(line.at).toISOString()}>
        {moment(line.at)}
      </time>
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-2">
          <span>{textOf(line)}</span>
          {typeof status === 'string' && t.has(`terms.status.${status}`) && (
            <span className="text-ink-2">{t(`terms.status.${status}`)}</span>
          )}
          {who && <span className="text-ink-3">{who}</span>}
          {typeof sourceAt === 'number' && (
            <span className="text-small text-ink-3">{t('orders.sourceTime', { time: moment(sourceAt) })}</span>
          )}
        </p>
        {steps.length > 0 && <CleaningSteps steps={steps} />}
      </div>
    </li>
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
