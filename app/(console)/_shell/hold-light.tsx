'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CirclePause } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useLive } from '@/app/_client/live';
import { useMay } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';

const LOOKS =
  'inline-flex items-center gap-1.5 rounded-md bg-amber-soft px-2 py-0.5 text-small whitespace-nowrap text-amber';

/** Says on every page that orders of a shop, or of all, are held: why there is nothing new. */
export function HoldLight() {
  const t = useTranslations('shell');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayOpen = useMay('health.overview');
  useLive('holds.changed', () => void queryClient.invalidateQueries(trpc.holds.pathFilter()));
  const { data: holds = [] } = useQuery(trpc.holds.list.queryOptions());
  const [first] = holds;
  if (!first) return null;
  const all = holds.find(({ shopId }) => shopId === null);
  const text = all ? t('heldAll') : t('held', { shop: first.shopName ?? '', count: holds.length });
  const content = (
    <>
      <CirclePause aria-hidden size={14} />
      {text}
    </>
  );
  const title = (all ?? first).reason;
  return mayOpen ? (
    <Link href="/settings/health" title={title} className={`${LOOKS} underline underline-offset-2`}>
      {content}
    </Link>
  ) : (
    <span title={title} className={LOOKS}>
      {content}
    </span>
  );
}
