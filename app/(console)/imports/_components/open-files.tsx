'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { OpenFile } from '@/server/imports/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';

/** Files that are worked on or wait for somebody; each can be looked at again, also after the page was closed. */
export function OpenFiles({ files, onOpen }: { files: readonly OpenFile[]; onOpen: (fileId: string) => void }) {
  const t = useTranslations('imports');
  const moment = useMoment();
  if (files.length === 0) return null;
  return (
    <section aria-label={t('openFiles')} className="rounded-lg border border-line bg-surface p-4">
      <h2 className="mb-2 font-semibold">{t('openFiles')}</h2>
      <ul>
        {files.map(({ fileId, fileName, state, actorName, createdAt }) => (
          <li key={fileId} className="flex flex-wrap items-center gap-3 border-t border-line py-1.5">
            <span className="flex-1 break-all">{fileName}</span>
            <span className="text-small text-ink-3">
              {actorName ?? t('commandLine')} · {moment(createdAt)}
            </span>
            <Chip tone={state === 'importing' || state === 'verifying' || state === 'checking' ? 'tide' : 'amber'}>
              {t(`state_${state}`)}
            </Chip>
            <Button size="small" aria-label={t('openNamed', { name: fileName })} onClick={() => onOpen(fileId)}>
              {t('openFile')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
