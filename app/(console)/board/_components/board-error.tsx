'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';

/** Why there is no board: with a way to try again, or for those who may not see it a way to their own place. */
export function BoardError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations();
  const { code } = apiErrorOf(error);
  if (code !== 'forbidden')
    return <ErrorState title={t(`errors.${code}`)} retry={t('common.retry')} onRetry={onRetry} />;
  return (
    <EmptyState title={t('errors.forbidden')} hint={t('board.forbiddenHint')}>
      <Link href="/desk" className="text-tide hover:underline">
        {t('board.toDesk')}
      </Link>
    </EmptyState>
  );
}
