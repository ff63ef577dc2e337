'use client';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { stageDueAt } from '@/domain/order/stage-due';
import type { OrderDetail } from '@/server/orders/order-detail';
import type { StageView } from '@/server/orders/stage-views';
import { classNames } from '@/ui/class-names';
import { clockText } from '@/ui/duration';
import { useTexts } from './use-texts';

/** The six stages of an order: when each was finished and how long it took, and how long the current one has been going. */
export function StageGraph({ order }: { order: OrderDetail }) {
  const t = useTranslations('stages');
  return (
    <ol
      aria-label={t('label')}
      className="grid shrink-0 grid-cols-6 border-b border-line bg-surface px-4 pt-1.5 pb-2.5 text-small"
    >
      {order.stages.map((stage) =>
        stage.state === 'now' ? (
          <CurrentStage key={stage.stage} order={order} stage={stage} />
        ) : (
          <OtherStage key={stage.stage} order={order} stage={stage} />
        ),
      )}
    </ol>
  );
}

interface StageProps {
  readonly order: OrderDetail;
  readonly stage: StageView;
}

function Dot({ line, dot }: { line: string; dot: string }) {
  return (
    <span aria-hidden className="relative mb-1 block h-4">
      <i className={`absolute top-[7px] right-0 left-0 h-0.5 ${line}`} />
      <i className={`absolute left-0 size-4 rounded-full border-2 ${dot}`} />
    </span>
  );
}

function OtherStage({ order, stage }: StageProps) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  const { finishedAt, elapsedMs, overMs, state } = stage;
  const isDone = state === 'done';
  const promised = order.facts.promisedAt?.value;
  const shipBy = order.facts.shipBy?.value;
  const notes = isDone
    ? [
        finishedAt === null ? t('stages.timeUnknown') : texts.time(finishedAt, now),
        elapsedMs === null ? null : texts.length(elapsedMs),
      ]
    : [
        state === 'void' ? t('stages.void') : null,
        state === 'waiting' && stage.stage === 'delivery' && promised
          ? t('stages.promised', { time: texts.time(promised, now) })
          : null,
        state === 'waiting' && stage.stage === 'packing' && shipBy
          ? t('stages.shipBy', { time: texts.time(shipBy, now) })
          : null,
      ];
  return (
    <li className={classNames('min-w-0 pr-1', state === 'void' && 'text-ink-3')}>
      <Dot
        line={isDone ? 'bg-tide' : 'bg-line-strong'}
        dot={isDone ? 'border-tide bg-tide' : 'border-line-strong bg-surface'}
      />
      <b className={classNames('block font-semibold', state === 'void' && 'line-through')}>
        {t(`terms.stage.${stage.stage}`)}
        <span className="sr-only"> {t(`stages.state.${state}`)}</span>
      </b>
      <span className="block truncate text-ink-3">
        {notes.filter(Boolean).join(' · ') || '\u00a0'}
        {overMs !== null && !order.isHistory && (
          <span className="ml-1 text-red">{t('stages.late', { time: texts.length(overMs) })}</span>
        )}
      </span>
    </li>
  );
}

function CurrentStage({ order, stage }: StageProps) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  const dueAt = stageDueAt({
    ...order,
    shipBy: order.facts.shipBy?.value ?? null,
    promisedAt: order.facts.promisedAt?.value ?? null,
  });
  const isLate = dueAt !== null && now > dueAt;
  const since = order.stageSince;
  const note = [dueAt === null || since === null ? null : t('stages.limit', { time: texts.length(dueAt - since) })];
  return (
    <li className="min-w-0 pr-1" aria-current="step">
      <Dot
        line={
          isLate
            ? 'bg-linear-to-r from-red from-55% to-line-strong to-55%'
            : 'bg-linear-to-r from-tide from-55% to-line-strong to-55%'
        }
        dot={isLate ? 'border-red bg-surface ring-4 ring-red-soft' : 'border-tide bg-surface ring-4 ring-tide-soft'}
      />
      <b className={`block truncate font-semibold ${isLate ? 'text-red' : 'text-tide'}`}>
        {t(`terms.stage.${stage.stage}`)}
        {isLate
          ? ` ${t('stages.late', { time: clockText(now - dueAt) })}`
          : since !== null && ` ${clockText(Math.max(0, now - since))}`}
        <span className="sr-only"> {t('stages.state.now')}</span>
      </b>
      <span className="block truncate text-ink-3">{note.filter(Boolean).join(' · ') || '\u00a0'}</span>
    </li>
  );
}
