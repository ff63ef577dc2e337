import { getTranslations } from 'next-intl/server';
import { EmptyState } from '@/ui/empty-state';

export default async function NotFound() {
  const t = await getTranslations('errors');
  return (
    <main className="flex h-full">
      <EmptyState title={t('pageMissing')}>
        <a className="text-tide underline" href="/">
          {t('home')}
        </a>
      </EmptyState>
    </main>
  );
}
