'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';

/** What went out and failed is no letter: it is mended where it is shown, and named here. */
export function Elsewhere() {
  const t = useTranslations('settings.deadLetters');
  const givenUp = useQuery(useTRPC().stock.overview.queryOptions()).data?.givenUp ?? 0;
  return (
    <p className="flex flex-wrap gap-x-3 border-t border-line px-4 py-1.5 text-small text-ink-2">
      {t('elsewhere')}
      <Link href="/settings/stock?tab=writing" className="text-tide">
        {t('elsewhereStock', { count: givenUp })}
      </Link>
      <Link href="/board" className="text-tide">
        {t('elsewhereWarehouse')}
      </Link>
    </p>
  );
}
