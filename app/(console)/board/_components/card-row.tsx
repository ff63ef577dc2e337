'use client';
import { useQuery } from '@tanstack/react-query';
import { Hand } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMay, useMe } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { PanoramaLink } from '@/app/_order/panorama-link';
import type { BoardCard } from '@/server/board/cards';
import type { SeatRow } from '@/server/seats/list';
import { Button } from '@/ui/button';
import { useCardActions } from '../_hooks/use-card-actions';
import { AssignMenu } from './assign-menu';

const shortNumber = (text: string): string => (/^\w{12,}$/.test(text) ? `${text.slice(0, 4)}…${text.slice(-5)}` : text);

/** What a card is about: platform, order number (its middle left out where space is dear), and stage or conversation. */
export function CardTitle({ card, isShort = false }: { card: BoardCard; isShort?: boolean }) {
  const t = useTranslations();
  const platform = card.platform ? t(`terms.platform.${card.platform}`) : '';
  const about = card.stage
    ? t(`terms.stage.${card.stage}`)
    : card.kind === 'conversation'
      ? t('board.conversation')
      : '';
  return (
    <span className="flex min-w-0 items-center gap-0.5">
      <Link
        href={`/desk?task=${card.taskId}`}
        prefetch={false}
        title={t('board.openCard')}
        className="flex min-w-0 items-baseline gap-1.5 hover:text-tide hover:underline"
      >
        <span className="shrink-0">{platform}</span>
        <span className="truncate" title={card.orderNo ?? card.who}>
          {isShort ? shortNumber(card.orderNo ?? card.who) : (card.orderNo ?? card.who)}
        </span>
        <span className="shrink-0 text-ink-2">{about}</span>
      </Link>
      {card.orderId && card.orderNo && <PanoramaLink orderId={card.orderId} orderNo={card.orderNo} />}
    </span>
  );
}

/** Names why a card exists: the rule's name, or what else opened it. Empty until the names of the rules are known. */
export function useReasonOf(): (card: BoardCard) => string {
  const t = useTranslations();
  const locale = useLocale();
  const names = useQuery({ ...useTRPC().rules.names.queryOptions(), staleTime: 300_000 });
  return ({ reasons }) => {
    const reason = reasons[0];
    if (!reason || (reason.kind === 'rule' && !names.data)) return '';
    const rule = names.data?.[reason.ruleId] as Readonly<Record<string, string>> | undefined;
    if (reason.kind === 'rule') return rule?.[locale] ?? t('orders.ruleGone', { id: reason.ruleId });
    if (reason.kind === 'warehouse') return t(`outside.trouble_${reason.ruleId}`);
    return t(
      `board.${reason.kind === 'message' ? 'reasonMessage' : reason.kind === 'burst' ? 'reasonBurst' : 'reasonManual'}`,
    );
  };
}

/** Give the card to another seat, or take it over oneself; only for those who may. */
export function CardActions({ card, seats }: { card: BoardCard; seats: readonly SeatRow[] }) {
  const t = useTranslations('board');
  const mayAssign = useMay('tasks.assign');
  const mayTakeOver = useMay('tasks.takeOver');
  const { userId } = useMe();
  const { takeOver, isBusy } = useCardActions();
  if (card.state !== 'open') return null;
  return (
    <span className="flex shrink-0 gap-1">
      {mayAssign && <AssignMenu card={card} seats={seats} />}
      {mayTakeOver && card.seatId !== userId && (
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => takeOver(card)}
          aria-label={t('takeOver')}
          title={t('takeOver')}
        >
          <Hand aria-hidden size={13} />
          <span className="hidden min-[1600px]:inline">{t('takeOver')}</span>
        </Button>
      )}
    </span>
  );
}
