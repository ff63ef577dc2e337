'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';

/** What a section asked for: a skeleton until it is there, the reason and a way to try again when it cannot be read. */
export function QueryPart<Data>(props: {
  query: Pick<UseQueryResult<Data, unknown>, 'data' | 'error' | 'refetch'>;
  lines?: number;
  children: (data: Data) => ReactNode;
}) {
  const t = useTranslations();
  const { data, error, refetch } = props.query;
  if (data !== undefined) return props.children(data);
  if (error)
    return (
      <ErrorState
        title={t(`errors.${apiErrorOf(error).code}`)}
        retry={t('common.retry')}
        onRetry={() => void refetch()}
      />
    );
  return <Skeleton lines={props.lines ?? 3} label={t('common.loading')} />;
}
