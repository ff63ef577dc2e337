'use client';
import { useTranslations } from 'next-intl';
import type { BoardSummary } from '@/server/board/summary';
import { DetectTile, OverdueTile, ToldTile, UnclaimedTile } from './card-tiles';
import { OrdersTile, ShareTile } from './order-tiles';

/** The six key figures in one row. */
export function Tiles({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  return (
    <section aria-label={t('tiles')} className="grid grid-cols-3 gap-3 min-[1180px]:grid-cols-6">
      <OrdersTile summary={summary} />
      <ShareTile summary={summary} />
      <DetectTile summary={summary} />
      <OverdueTile summary={summary} />
      <UnclaimedTile summary={summary} />
      <ToldTile summary={summary} />
    </section>
  );
}
