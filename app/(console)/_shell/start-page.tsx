'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useMay, useMe } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { Skeleton } from '@/ui/skeleton';

/** Where this person begins; null while that is not known yet. */
function useStart(): string | null {
  const isAdmin = useMe().role === 'admin';
  const isLeader = useMay('board.summary');
  const progress = useQuery({ ...useTRPC().setup.progress.queryOptions(), enabled: isAdmin });
  if (!isAdmin) return isLeader ? '/board' : '/desk';
  if (progress.isPending) return null;
  return progress.data?.isComplete === false ? '/settings' : '/board';
}

/** Leaders begin at the board, agents at their desk, an admin at the guide until the first order has arrived. */
export function StartPage() {
  const t = useTranslations('common');
  const router = useRouter();
  const start = useStart();
  useEffect(() => {
    if (start !== null) router.replace(start);
  }, [router, start]);
  return <Skeleton lines={6} label={t('loading')} />;
}
