'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { ImportOverview, OpenFile } from '@/server/imports/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { showToast } from '@/ui/toast';

/** Files that wait for somebody: nothing of them is being written. */
const WAITING = new Set<OpenFile['state']>(['unmapped', 'refused', 'checked']);

/** Gives a file up without opening it. */
function GiveUp({ fileId, fileName }: OpenFile) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.imports.cancel.mutationOptions({
      onError: (error) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
      onSettled: () => queryClient.invalidateQueries(trpc.imports.list.queryFilter()),
    }),
  );
  return (
    <Button
      size="small"
      aria-label={t('imports.giveUpNamed', { name: fileName })}
      disabled={cancel.isPending}
      onClick={() => cancel.mutate({ fileId })}
    >
      {t('imports.giveUpFile')}
    </Button>
  );
}

/** Files that are worked on or wait for somebody; each can be looked at again, also after the page was closed. */
export function OpenFiles(props: {
  files: readonly OpenFile[];
  shops: ImportOverview['shops'];
  onOpen: (file: OpenFile) => void;
}) {
  const { files, shops, onOpen } = props;
  const t = useTranslations('imports');
  const moment = useMoment();
  if (files.length === 0) return null;
  return (
    <section aria-label={t('openFiles')} className="rounded-lg border border-line bg-surface p-4">
      <h2 className="mb-2 font-semibold">{t('openFiles')}</h2>
      <ul>
        {files.map((file) => (
          <li key={file.fileId} className="flex flex-wrap items-center gap-3 border-t border-line py-1.5">
            <span className="flex-1 break-all">{file.fileName}</span>
            <span className="text-small text-ink-3">
              {shops.find(({ id }) => id === file.shopId)?.name ?? file.shopId} · {file.actorName ?? t('commandLine')} ·{' '}
              {moment(file.createdAt)}
            </span>
            <Chip tone={WAITING.has(file.state) ? 'amber' : 'tide'}>{t(`state_${file.state}`)}</Chip>
            <Button size="small" aria-label={t('openNamed', { name: file.fileName })} onClick={() => onOpen(file)}>
              {t('openFile')}
            </Button>
            {WAITING.has(file.state) && <GiveUp {...file} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
