'use client';
import { useTranslations } from 'next-intl';
import type { FileView } from '@/server/imports/get';
import { ProgressBar } from '@/ui/progress-bar';

/** How far the present step of a file has come: bytes read, or orders taken. Nothing while it waits or has ended. */
export function FileProgress({ file }: { file: FileView }) {
  const t = useTranslations('imports');
  const { state, progress, size, summary } = file;
  if (state === 'checking') {
    const share = size === 0 ? 0 : progress / size;
    return (
      <ProgressBar
        label={t('step_checking')}
        value={share}
        text={t('checkedShare', { share: Math.round(share * 100) })}
      />
    );
  }
  if (state !== 'importing' && state !== 'verifying') return null;
  const total = summary?.orders ?? 0;
  return (
    <ProgressBar
      label={t(`step_${state}`)}
      value={total === 0 ? null : progress / total}
      text={t(state === 'importing' ? 'takenOrders' : 'verifiedOrders', { done: progress, total })}
    />
  );
}
