'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useLive } from '@/app/_client/live';
import { useMe } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { SEAT_STATES } from '@/domain/desk/presence';
import { Button } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { showToast } from '@/ui/toast';

const DOTS = { accepting: 'bg-green', paused: 'bg-amber', offline: 'bg-line-strong' } as const;

/** What the agent says: accepting cards, paused, or offline. */
export function SeatState() {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { userId } = useMe();
  const seat = useQuery(trpc.seats.me.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.seats.me.queryFilter());
  useLive('seat.changed', ({ patch }) => {
    if (patch.userId === userId) void refresh();
  });
  const setState = useMutation(
    trpc.seats.setState.mutationOptions({
      onSuccess: refresh,
      onError: (error) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    }),
  );
  const state = seat.data?.state ?? 'offline';
  return (
    <Menu
      trigger={
        <Button aria-label={`${t('shell.seat')}: ${t(`shell.seat_${state}`)}`} disabled={!seat.data}>
          <i aria-hidden className={`size-2 rounded-full ${DOTS[state]}`} />
          {t(`shell.seat_${state}`)}
          <ChevronDown aria-hidden size={14} />
        </Button>
      }
      items={SEAT_STATES.map((option) => ({
        id: option,
        label: t(`shell.seat_${option}`),
        isChosen: option === state,
        onSelect: () => setState.mutate({ state: option }),
      }))}
    />
  );
}
