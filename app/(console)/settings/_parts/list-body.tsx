'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';

/** What stands where a list will be: grey lines, then the list; the reason and a way to try again when it cannot be read. */
export function ListBody<Row>({
  list,
  children,
}: {
  list: { readonly data: readonly Row[] | undefined; readonly error: unknown; readonly refetch: () => unknown };
  children: (rows: readonly Row[]) => ReactNode;
}) {
  const t = useTranslations();
  if (list.data) return children(list.data);
  if (!list.error) return <Skeleton lines={8} label={t('common.loading')} />;
  return (
    <ErrorState
      title={t(`errors.${apiErrorOf(list.error).code}`)}
      retry={t('common.retry')}
      onRetry={() => void list.refetch()}
    />
  );
}
