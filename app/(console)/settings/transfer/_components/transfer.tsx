'use client';
import { useTranslations } from 'next-intl';
import { useMay } from '@/app/_client/me';
import { EmptyState } from '@/ui/empty-state';
import { SectionPage } from '../../_parts/section-page';
import { ExportPart } from './export-part';
import { ImportPart } from './import-part';

/** The settings as a file: to keep, to move to another installation, to try a change before it is made. */
export function Transfer() {
  const t = useTranslations('settings');
  const common = useTranslations('errors');
  const mayTransfer = useMay('transfer.apply');
  return (
    <SectionPage title={t('sections.transfer')} hint={t('transfer.hint')}>
      {mayTransfer ? (
        <div className="flex max-w-[960px] flex-col gap-4 p-4">
          <ExportPart />
          <ImportPart />
        </div>
      ) : (
        <EmptyState title={common('forbidden')} />
      )}
    </SectionPage>
  );
}
