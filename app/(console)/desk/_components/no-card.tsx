'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMay } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';

/** No card is open: what to do, and why none comes while the seat is away. */
export function NoCard({ onTakeNext }: { onTakeNext: () => void }) {
  const t = useTranslations();
  const mayWork = useMay('tasks.takeNext');
  const seat = useQuery(useTRPC().seats.me.queryOptions()).data;
  const isAway = mayWork && seat !== undefined && seat.state !== 'accepting';
  const hint = isAway
    ? t('desk.seatAway', { state: t(`shell.seat_${seat.state}`) })
    : t(mayWork ? 'desk.noCardHint' : 'desk.noCardReader');
  return (
    <div className="col-span-2 flex">
      <EmptyState title={t('desk.noCard')} hint={hint}>
        {mayWork && (
          <Button variant="primary" keys="n" onClick={onTakeNext}>
            {t('desk.takeNext')}
          </Button>
        )}
      </EmptyState>
    </div>
  );
}
