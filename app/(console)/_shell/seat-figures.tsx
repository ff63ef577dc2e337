'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useLive } from '@/app/_client/live';
import { useMe } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { clockText } from '@/ui/duration';

const inMinutes = (ms: number | null): string => (ms === null ? '—' : clockText(ms));

/** The agent's own figures of today; refreshed whenever a card of theirs is closed. */
export function SeatFigures() {
  const t = useTranslations('shell');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { userId } = useMe();
  const seat = useQuery(trpc.seats.me.queryOptions());
  useLive('task.changed', ({ patch }) => {
    if (patch.state === 'closed' && patch.seatId === userId)
      void queryClient.invalidateQueries(trpc.seats.me.queryFilter());
  });
  const kpis = seat.data?.kpis;
  const figures = [
    [t('kpiToday'), String(kpis?.doneToday ?? 0)],
    [t('kpiMean'), inMinutes(kpis?.meanHandleMs ?? null)],
    [t('kpiFirst'), inMinutes(kpis?.firstReplyMs ?? null)],
    [t('kpiPrecision'), kpis?.precisionBp == null ? '—' : `${Math.round(kpis.precisionBp / 100)}%`],
  ] as const;
  return (
    <dl className="hidden gap-3.5 text-small text-ink-2 lg:flex">
      {figures.map(([label, value]) => (
        <div key={label} className="flex gap-1 whitespace-nowrap">
          <dt>{label}</dt>
          <dd className="text-base font-semibold text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
