'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useMay } from '@/app/_client/me';
import { Skeleton } from '@/ui/skeleton';

/** Leaders begin at the board, agents at their desk. */
export function StartPage() {
  const t = useTranslations('common');
  const router = useRouter();
  const isLeader = useMay('board.summary');
  useEffect(() => router.replace(isLeader ? '/board' : '/desk'), [router, isLeader]);
  return <Skeleton lines={6} label={t('loading')} />;
}
