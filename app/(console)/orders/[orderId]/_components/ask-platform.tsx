'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { apiErrorOf } from '@/app/_client/errors';
import { useMay } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { useLatest } from '@/app/_client/use-latest';
import { useAskedText } from '@/app/_order/asked-text';
import { useMoment } from '@/app/_order/moment';
import { Button } from '@/ui/button';
import { showToast } from '@/ui/toast';
import type { SectionProps } from '../sections';

/** Asks the platform for the order as it is now, where nobody can wait for the next look at it. */
export function AskPlatform({ page: { order, platform } }: SectionProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const moment = useMoment();
  const mayAsk = useMay('orders.askNow') && platform.isAskable;
  const askedText = useAskedText();
  const ask = useMutation(
    trpc.orders.askNow.mutationOptions({
      onSuccess: (asked) => {
        showToast(askedText(asked), asked.isOk ? 'info' : 'problem');
        void queryClient.invalidateQueries({ queryKey: trpc.orders.get.pathKey() });
      },
      onError: (error) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    }),
  );
  const { shopId, orderNo } = order;
  const run = useLatest(() => {
    if (!ask.isPending) ask.mutate({ shopId, orderNo });
  });
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'order.askPlatform',
        title: t('orderPage.askPlatform'),
        keys: ['p'],
        group: t('orderPage.title'),
        run: () => run.current(),
        isEnabled: mayAsk,
      },
    ],
    [t, run, mayAsk],
  );
  useCommands(commands);
  if (!mayAsk) return null;
  const last = platform.askedAt === null ? undefined : t('orderPage.askedAt', { time: moment(platform.askedAt) });
  return (
    <Button size="small" variant="quiet" keys="p" title={last} disabled={ask.isPending} onClick={() => run.current()}>
      <RefreshCw aria-hidden size={12} />
      {t(ask.isPending ? 'orderPage.asking' : 'orderPage.askPlatform')}
    </Button>
  );
}
