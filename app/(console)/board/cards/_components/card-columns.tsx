'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import type { CardList } from '@/server/board/card-lists';
import type { BoardCard } from '@/server/board/cards';
import type { SeatRow } from '@/server/seats/list';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';
import { Age, Countdown } from '../../_components/age';
import { CardActions, CardTitle, useReasonOf } from '../../_components/card-row';
import { secondsText } from '../../_components/figures';

type Cell = { readonly card: BoardCard };

function DueCell({ card }: Cell) {
  const t = useTranslations('terms');
  const moment = useMoment();
  const at = card.state === 'open' ? <Countdown dueAt={card.dueAt} /> : moment(card.closedAt ?? card.dueAt);
  return (
    <span className="flex items-baseline gap-2">
      <b className="font-semibold">{at}</b>
      <span className="text-small text-ink-3">{t(`dueKind.${card.dueKind}`)}</span>
    </span>
  );
}

function HolderCell({ card }: Cell) {
  const t = useTranslations('board');
  if (card.seatName !== null) return <>{card.seatName}</>;
  return (
    <span className="text-amber">
      {t('nobody')} <Age since={card.openedAt} />
    </span>
  );
}

function WhyCell({ card }: Cell) {
  const t = useTranslations('terms');
  const reasonOf = useReasonOf();
  return (
    <span className="flex items-center gap-1.5">
      {card.isUrgent && <Chip tone="red">{t('class.urgent')}</Chip>}
      <span className="truncate">{reasonOf(card)}</span>
    </span>
  );
}

function OutcomeCell({ card }: Cell) {
  const t = useTranslations('board');
  return <>{card.disposition === null ? '—' : t(`disposition.${card.disposition}`)}</>;
}

function DetectCell({ card }: Cell) {
  const t = useTranslations('board');
  return <>{card.detectMs === null ? '—' : t('seconds', { value: secondsText(card.detectMs) })}</>;
}

/** The columns of a list of cards; what only one kind of list is about stands only there. */
export function useCardColumns(list: CardList, seats: readonly SeatRow[]): readonly TableColumn<BoardCard>[] {
  const t = useTranslations('board');
  return useMemo(() => {
    const columns: (TableColumn<BoardCard> | null)[] = [
      { id: 'due', header: t('columnDue'), width: 150, cell: (card) => <DueCell card={card} /> },
      { id: 'order', header: t('columnOrder'), width: 300, cell: (card) => <CardTitle card={card} /> },
      { id: 'who', header: t('columnWho'), width: 80, cell: (card) => card.who },
      { id: 'amount', header: t('columnAmount'), width: 100, isNumber: true, cell: (card) => yuanText(card.amountFen) },
      { id: 'why', header: t('columnWhy'), width: 220, cell: (card) => <WhyCell card={card} /> },
      { id: 'holder', header: t('columnHolder'), width: 140, cell: (card) => <HolderCell card={card} /> },
      list === 'measured'
        ? {
            id: 'detect',
            header: t('columnDetect'),
            width: 90,
            isNumber: true,
            cell: (card) => <DetectCell card={card} />,
          }
        : null,
      list === 'done'
        ? { id: 'outcome', header: t('columnOutcome'), width: 90, cell: (card) => <OutcomeCell card={card} /> }
        : null,
      list === 'done'
        ? null
        : {
            id: 'actions',
            header: t('columnActions'),
            width: 160,
            cell: (card) => <CardActions card={card} seats={seats} />,
          },
    ];
    return columns.filter((column) => column !== null);
  }, [list, seats, t]);
}
