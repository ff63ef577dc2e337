'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ReasonText } from '@/app/_client/reason-text';
import { useTRPC } from '@/app/_client/trpc';
import type { RedriveRow } from '@/server/dead-letters/redrives';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { ProgressBar } from '@/ui/progress-bar';
import { Ago } from '../../_parts/ago';
import { useRedrives } from '../_hooks/use-letters';

const ROWS_EVERY_MS = 2_000;

function Rows({ redrive, onClose }: { redrive: RedriveRow; onClose: () => void }) {
  const t = useTranslations();
  const input = { redriveId: redrive.redriveId, limit: 200 };
  const rows = useQuery({ ...useTRPC().deadLetters.redriveRows.queryOptions(input), refetchInterval: ROWS_EVERY_MS });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.deadLetters.results')}
      closeLabel={t('common.close')}
      width={640}
    >
      <ul className="flex flex-col px-4 pt-2 pb-4 text-small">
        {rows.data?.rows.map(({ ref, name, stands, reason }) => (
          <li key={ref} className="flex gap-3 border-t border-line py-1 first:border-t-0">
            <span className="min-w-0 flex-1 break-all">{name}</span>
            <span className="w-28 shrink-0">{t(`settings.deadLetters.stands_${stands}`)}</span>
            <span className="w-56 shrink-0 break-words text-ink-2">
              {stands === 'aside-again' && reason !== null && <ReasonText reason={reason} />}
            </span>
          </li>
        ))}
      </ul>
      {rows.data?.next && (
        <p className="px-4 pb-4 text-small text-ink-3">{t('settings.deadLetters.firstRows', { count: 200 })}</p>
      )}
    </Dialog>
  );
}

/** The newest redrive: how far it is, and what became of its messages; row by row on demand. */
export function RedriveList() {
  const t = useTranslations('settings.deadLetters');
  const [newest] = useRedrives() ?? [];
  const [shown, setShown] = useState<RedriveRow | null>(null);
  if (!newest) return null;
  const { total, waiting, underWay, read, asideAgain, notThere } = newest;
  return (
    <section aria-label={t('lastRedrive')} className="flex flex-wrap items-center gap-4 border-b border-line px-4 py-2">
      <p className="text-small text-ink-2">
        {t('redriveBy', { name: newest.startedByName })} <Ago at={newest.startedAt} never="" />
      </p>
      <div className="min-w-60 flex-1">
        <ProgressBar
          label={t('lastRedrive')}
          value={total === 0 ? 1 : (total - waiting - underWay) / total}
          text={t('redriveSums', { total, read, aside: asideAgain, left: waiting + underWay, gone: notThere })}
        />
      </div>
      <Button size="small" onClick={() => setShown(newest)}>
        {t('results')}
      </Button>
      {shown && <Rows redrive={shown} onClose={() => setShown(null)} />}
    </section>
  );
}
