'use client';
import { ArrowRight, CircleCheck, CircleDashed, CircleDot } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMe } from '@/app/_client/me';
import type { SetupProgress } from '@/server/setup/progress';
import { SECTIONS } from '../sections';
import type { Step } from './steps';

/** Where a step is done; null where this person may not go, or nothing is set up for it. */
function usePathOf(step: Step): string | null {
  const { actions } = useMe();
  const section = SECTIONS.find(({ id }) => id === step.section);
  return section && actions.includes(section.action) ? section.path : null;
}

/** What stands in the way, or is worth knowing, beside the step. */
function useRemark(step: Step, progress: SetupProgress): string | null {
  const t = useTranslations('settings.overview');
  const { shopsWithoutSecret, groupsWithoutPeople, seatsAtWork } = progress;
  if (step.id === 'shops' && shopsWithoutSecret > 0) return t('needSecret', { count: shopsWithoutSecret });
  if (step.id === 'people' && groupsWithoutPeople.length > 0)
    return t('groupsWithoutPeople', { groups: groupsWithoutPeople.join(', ') });
  if (step.id === 'seats') return seatsAtWork === 0 ? t('nobodyOnSeat') : null;
  return null;
}

/** One step: whether it is done, why it matters, what is in the way, and the way there. */
export function StepRow({ step, progress, isNext }: { step: Step; progress: SetupProgress; isNext: boolean }) {
  const t = useTranslations('settings.overview');
  const path = usePathOf(step);
  const remark = useRemark(step, progress);
  const count = step.count(progress);
  const isDone = count > 0;
  const Icon = isDone ? CircleCheck : isNext ? CircleDot : CircleDashed;
  const tone = isDone ? 'text-green' : isNext ? 'text-tide' : 'text-ink-3';
  return (
    <li aria-current={isNext ? 'step' : undefined} className={`flex gap-3 px-4 py-3 ${isNext ? 'bg-tide-soft' : ''}`}>
      <Icon aria-hidden size={20} className={`mt-0.5 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <b className="font-semibold">{t(`${step.id}_title`)}</b>
          <span className={`text-small ${isNext && !isDone ? 'text-ink-2' : 'text-ink-3'}`}>
            {isDone ? t(`${step.id}_count`, { count }) : t(isNext ? 'next' : 'todo')}
          </span>
        </p>
        <p className="text-small text-ink-2">{t(`${step.id}_why`)}</p>
        {remark && <p className="mt-1 text-small text-amber">{remark}</p>}
      </div>
      {path && (
        <Link
          href={path}
          className={`inline-flex h-[30px] shrink-0 items-center gap-1 self-center rounded-md border px-2.5 ${isNext ? 'border-tide bg-tide font-semibold text-tide-ink hover:opacity-90' : 'border-line-strong bg-raised hover:bg-sunken'}`}
        >
          <span>
            {t(isDone ? 'open' : 'go')}
            <span className="sr-only">: {t(`${step.id}_title`)}</span>
          </span>
          <ArrowRight aria-hidden size={14} />
        </Link>
      )}
    </li>
  );
}
