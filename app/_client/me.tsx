'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';
import type { Action } from '@/server/can-table';
import type { Me } from '@/server/people/me';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { apiErrorOf } from './errors';
import { useTRPC } from './trpc';

const MeContext = createContext<Me | null>(null);

/** Loads who is signed in before anything else is shown. */
export function MeProvider({ children }: { children: ReactNode }) {
  const t = useTranslations();
  const me = useQuery({ ...useTRPC().people.me.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
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
