'use client';
import { useTranslations } from 'next-intl';
import { ErrorState } from '@/ui/error-state';

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations();
  return (
    <main className="flex h-full">
      <ErrorState title={t('errors.pageTitle')} retry={t('common.retry')} onRetry={reset} />
    </main>
  );
}
