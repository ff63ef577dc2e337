'use client';
import { Check, Minus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import type { Instant } from '@/domain/clocks/instant';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';
import type { StageView } from '@/server/orders/stage-views';
import { clockText } from '@/ui/duration';
import { useMoment } from './moment';

const WORDS = { done: 'stageDone', now: 'stageNow', waiting: 'stageWaiting', void: 'stageVoid' } as const;
const DOTS = {
  done: 'border-tide bg-tide text-tide-ink',
  now: 'border-tide bg-surface text-tide ring-3 ring-tide-soft',
  waiting: 'border-line-strong bg-surface',
  void: 'border-line bg-sunken text-ink-3',
} as const;

/** The six stages of an order with their times; the stage it stands in ticks, in red once past its warning line. */
export function StageGraph({ stages, stageSince }: { stages: readonly StageView[]; stageSince: Instant | null }) {
  const t = useTranslations('orders');
  return (
    <ol aria-label={t('stageGraph')} className="grid grid-cols-6">
      {stages.map((stage, index) => (
        <li key={stage.stage} className="relative flex min-w-0 flex-col items-center text-center">
          {index > 0 && (
            <i
              aria-hidden
              className={`absolute top-[9px] right-1/2 h-0.5 w-full ${stage.state === 'done' || stage.state === 'now' ? 'bg-tide' : 'bg-line'}`}
            />
          )}
          <StageDot stage={stage} stageSince={stageSince} />
        </li>
      ))}
    </ol>
  );
}

function StageDot({ stage, stageSince }: { stage: StageView; stageSince: Instant | null }) {
  const t = useTranslations();
  const moment = useMoment();
  const name = t(`terms.stage.${stage.stage}`);
  return (
    <>
      <span className={`relative z-1 grid size-5 place-items-center rounded-full border-2 ${DOTS[stage.state]}`}>
        {stage.state === 'done' && <Check aria-hidden size={12} strokeWidth={3} />}
        {stage.state === 'now' && <i aria-hidden className="size-2 rounded-full bg-tide" />}
        {stage.state === 'void' && <Minus aria-hidden size={12} />}
      </span>
      <span className={`mt-1 max-w-full truncate ${stage.state === 'now' ? 'font-semibold' : ''}`}>
        {name}
        <span className="sr-only">: {t(`orders.${WORDS[stage.state]}`)}</span>
      </span>
      <span className="text-tiny text-ink-3">
        {stage.finishedAt === null ? (stage.state === 'now' ? '' : '—') : moment(stage.finishedAt)}
      </span>
      {stage.elapsedMs !== null && stage.state === 'done' && (
        <span className="text-tiny text-ink-3">{t('orders.stageElapsed', { time: clockText(stage.elapsedMs) })}</span>
      )}
      {stage.state === 'now' && stageSince !== null && <Waiting stage={stage.stage} since={stageSince} />}
    </>
  );
}

function Waiting({ stage, since }: { stage: StageView['stage']; since: Instant }) {
  const t = useTranslations('orders');
  const now = useServerNow();
  if (now === 0) return null;
  const waitedMs = Math.max(0, now - since);
  // An unpaid order has no payment clock, so the first stage is never late.
  const isLate = stage !== 'payment' && waitedMs > STAGE_LIMITS[stage].warnMs;
  return (
    <span className={`text-tiny ${isLate ? 'font-semibold text-red' : 'text-ink-2'}`}>
      {t('stageHere', { time: clockText(waitedMs) })}
    </span>
  );
}
