'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import type { Action } from '@/server/can-table';
import type { Me } from '@/server/people/me';
import { isDensity } from '@/ui/density';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { showDensity } from '@/ui/use-density';
import { isLocale, LOCALE_COOKIE, LOCALES } from '../_i18n/locales';
import { apiErrorOf } from './errors';
import { applyTheme, DENSITY_COOKIE, isRemembered, isTheme, rememberIn, THEME_COOKIE } from './theme';
import { useTRPC } from './trpc';

const MeContext = createContext<Me | null>(null);

/**
 * Shows the console as the account was set, in a browser that remembers nothing. Chinese and the system's appearance are what
 * an account starts with, not a choice, so they change nothing.
 */
function useAccountLooks(me: Me | undefined): void {
  const router = useRouter();
  const current = useLocale();
  const { locale, theme, density } = me ?? {};
  useEffect(() => {
    if (isTheme(theme) && theme !== 'system' && !isRemembered(THEME_COOKIE)) applyTheme(theme);
    if (isDensity(density) && !isRemembered(DENSITY_COOKIE)) showDensity(density);
    if (!isLocale(locale) || locale === LOCALES[0] || isRemembered(LOCALE_COOKIE)) return;
    rememberIn(LOCALE_COOKIE, locale);
    if (locale !== current) router.refresh();
  }, [locale, theme, density, current, router]);
}

/** Loads who is signed in before anything else is shown. */
export function MeProvider({ children }: { children: ReactNode }) {
  const t = useTranslations();
  const me = useQuery({ ...useTRPC().people.me.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  useAccountLooks(me.data);
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>;
  if (!me.error) return <Skeleton lines={6} label={t('common.loading')} />;
  const { code } = apiErrorOf(me.error);
  return (
    <main className="flex h-full">
      <ErrorState title={t(`errors.${code}`)} retry={t('common.retry')} onRetry={() => void me.refetch()} />
    </main>
  );
}

/** Who is signed in. Only inside the console. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe is used outside of MeProvider');
  return me;
}

/** Whether the signed-in person's role may do this at all. */
export const useMay = (action: Action): boolean => useMe().actions.includes(action);
