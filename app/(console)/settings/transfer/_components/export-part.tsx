'use client';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { saveFile } from '@/app/_client/save-file';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';

/** Downloads the settings as one file. */
export function ExportPart() {
  const t = useTranslations();
  const read = useMutation(
    useTRPC().transfer.export.mutationOptions({
      onSuccess: (file) => {
        const day = file.exportedAt.slice(0, 10);
        saveFile(`tidewatch-settings-${day}.json`, `${JSON.stringify(file, null, 2)}\n`, 'application/json');
      },
    }),
  );
  return (
    <section aria-labelledby="export" className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 id="export" className="font-semibold">
        {t('settings.transfer.export')}
      </h2>
      <p className="text-ink-2">{t('settings.transfer.exportText')}</p>
      <p className="text-small text-ink-3">{t('settings.transfer.exportLeaves')}</p>
      <div className="flex items-center gap-3">
        <Button disabled={read.isPending} onClick={() => read.mutate()}>
          <Download aria-hidden size={14} />
          {t('settings.transfer.download')}
        </Button>
        {read.isSuccess && (
          <span role="status" className="text-small text-green">
            {t('settings.transfer.downloaded')}
          </span>
        )}
        {read.error && (
          <span role="alert" className="text-small text-red">
            {t(`errors.${apiErrorOf(read.error).code}`)}
          </span>
        )}
      </div>
    </section>
  );
}
