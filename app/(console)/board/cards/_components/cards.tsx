'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { ExportMenu } from '@/app/_client/export-menu';
import { useTRPC } from '@/app/_client/trpc';
import type { CardList } from '@/server/board/card-lists';
import type { BoardCard } from '@/server/board/cards';
import { EmptyState } from '@/ui/empty-state';
import { Skeleton } from '@/ui/skeleton';
import { VirtualTable } from '@/ui/virtual-table';
import { BoardError } from '../../_components/board-error';
import { useCardPages } from '../_hooks/use-card-pages';
import { useCardColumns } from './card-columns';

const LISTS = [
  'open',
  'overdue',
  'golden',
  'unclaimed',
  'breached',
  'told',
  'untold',
  'measured',
  'done',
] as const satisfies readonly CardList[];
const PARAMS = { list: parseAsStringLiteral(LISTS).withDefault('open'), seat: parseAsString };

/** Moves a selection through the rows by key and opens the selected card on the desk. */
function useRowCommands(rows: readonly BoardCard[], refresh: () => void) {
  const t = useTranslations('board');
  const router = useRouter();
  const [selected, setSelected] = useState<string | null>(null);
  const commands = useMemo<Command[]>(() => {
    const index = rows.findIndex((row) => row.taskId === selected);
    const move = (step: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, index + step))];
      if (next) setSelected(next.taskId);
    };
    return [
      {
        id: 'cards.next',
        title: t('nextRow'),
        keys: ['j', 'ArrowDown'],
        group: t('group'),
        doesRepeat: true,
        run: () => move(1),
      },
      {
        id: 'cards.previous',
        title: t('previousRow'),
        keys: ['k', 'ArrowUp'],
        group: t('group'),
        doesRepeat: true,
        run: () => move(-1),
      },
      {
        ...{ id: 'cards.open', title: t('openCard'), keys: ['Enter'], group: t('group'), isEnabled: index >= 0 },
        run: () => router.push(`/desk?task=${selected}`),
      },
      {
        ...{ id: 'cards.panorama', title: t('openOrder'), keys: ['o'], group: t('group') },
        isEnabled: Boolean(rows[index]?.orderId),
        run: () => router.push(`/orders/${rows[index]?.orderId}`),
      },
      { id: 'cards.refresh', title: t('refresh'), keys: ['r'], group: t('group'), run: refresh },
    ];
  }, [rows, selected, refresh, router, t]);
  useCommands(commands);
  return selected;
}

/** The cards that a figure of the board counts; the address names which. */
export function Cards() {
  const t = useTranslations('board');
  const [{ list, seat }] = useQueryStates(PARAMS);
  const cards = useCardPages(list, seat);
  const seats = useQuery(useTRPC().seats.list.queryOptions());
  const holder = seats.data?.find((row) => row.userId === seat)?.name;
  const title = t(`cards.${list}`);
  return (
    <section aria-label={title} className="flex min-h-0 flex-1 flex-col bg-surface">
      <header className="flex items-baseline gap-3 border-b border-line px-4 py-2.5">
        <Link href="/board" className="flex items-center gap-1 text-small text-tide hover:underline">
          <ArrowLeft aria-hidden size={13} />
          {t('backToBoard')}
        </Link>
        <h1 className="text-lead font-semibold">{holder ? t('cardsOf', { list: title, name: holder }) : title}</h1>
        <b role="status" className="font-semibold text-ink-2">
          {!cards.isLoading && t('cardsCount', { count: cards.total })}
        </b>
        <span className="ml-auto self-center">
          <ExportMenu list="cards" filter={{ list, seatId: seat }} />
        </span>
      </header>
      <Rows list={list} cards={cards} seats={seats.data ?? []} />
    </section>
  );
}

type RowsProps = {
  readonly list: CardList;
  readonly cards: ReturnType<typeof useCardPages>;
  readonly seats: Parameters<typeof useCardColumns>[1];
};

function Rows({ list, cards, seats }: RowsProps) {
  const t = useTranslations();
  const router = useRouter();
  const columns = useCardColumns(list, seats);
  const selected = useRowCommands(cards.rows, cards.refresh);
  if (cards.isLoading) return <Skeleton lines={8} label={t('common.loading')} />;
  if (cards.error && cards.rows.length === 0) return <BoardError error={cards.error} onRetry={cards.refresh} />;
  if (cards.rows.length === 0) return <EmptyState title={t('board.cardsEmpty')} hint={t('board.cardsEmptyHint')} />;
  return (
    <VirtualTable
      label={t(`board.cards.${list}`)}
      columns={columns}
      rows={cards.rows}
      total={cards.total}
      keyOf={(row) => row.taskId}
      selectedKey={selected}
      onOpen={(row) => router.push(`/desk?task=${row.taskId}`)}
      onNearEnd={cards.loadMore}
      rowHeight={40}
    />
  );
}
