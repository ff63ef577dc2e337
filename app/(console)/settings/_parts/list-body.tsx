'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { EmptyState } from '@/ui/empty-state';
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
  const { code } = apiErrorOf(list.error);
  // Asking again would not help.
  if (code === 'forbidden')
    return (
      <EmptyState title={t('errors.forbidden')}>
        <Link href="/" className="text-tide underline">
          {t('errors.home')}
        </Link>
      </EmptyState>
    );
  return <ErrorState title={t(`errors.${code}`)} retry={t('common.retry')} onRetry={() => void list.refetch()} />;
}
