'use client';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import type { BoardSummary } from '@/server/board/summary';
import { useBoard } from '../_hooks/use-board';
import { Agents } from './agents';
import { BoardError } from './board-error';
import { BoardSkeleton } from './board-skeleton';
import { ConflictLine } from './conflict-line';
import { Funnel } from './funnel';
import { Matrix } from './matrix';
import { NeedsList } from './needs-list';
import { OverdueList } from './overdue-list';
import { Panel } from './panel';
import { ShipLine } from './ship-line';
import { StockLine } from './stock-line';
import { Tiles } from './tiles';
import { TrendChart } from './trend-chart';

const AGENT_VIEWS = ['ranking'] as const;

function useBoardCommands(refresh: () => Promise<void>, toggleRanking: () => void): void {
  const t = useTranslations('board');
  const commands = useMemo<Command[]>(
    () => [
      { id: 'board.refresh', title: t('refresh'), keys: ['r'], group: t('group'), run: () => void refresh() },
      { id: 'board.ranking', title: t('toggleRanking'), keys: ['t'], group: t('group'), run: toggleRanking },
    ],
    [t, refresh, toggleRanking],
  );
  useCommands(commands);
}

/** The live board: key figures, where orders stand, what is overdue, who works on it, and what waits for a person. */
export function Board() {
  const { summary, refresh } = useBoard();
  const [view, setView] = useQueryState('agents', parseAsStringLiteral(AGENT_VIEWS));
  const toggle = useMemo(() => () => void setView((now) => (now === null ? 'ranking' : null)), [setView]);
  useBoardCommands(refresh, toggle);
  if (summary.data)
    return <BoardPanels summary={summary.data} isRanking={view === 'ranking'} onToggleRanking={toggle} />;
  if (!summary.error) return <BoardSkeleton />;
  return <BoardError error={summary.error} onRetry={() => void refresh()} />;
}

interface PanelsProps {
  readonly summary: BoardSummary;
  readonly isRanking: boolean;
  readonly onToggleRanking: () => void;
}

function BoardPanels({ summary, isRanking, onToggleRanking }: PanelsProps) {
  const t = useTranslations('board');
  const { gauges, seats } = summary;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-3">
      <h1 className="sr-only">{t('title')}</h1>
      <Tiles summary={summary} />
      <div className="grid grid-cols-3 gap-3">
        <ShipLine summary={summary} />
        <ConflictLine summary={summary} />
        <StockLine summary={summary} />
      </div>
      <div className="grid min-h-[21rem] flex-[1.2] grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)_minmax(0,1fr)] gap-3">
        <Matrix summary={summary} />
        <Panel id="funnel" title={t('funnel')} side={t('funnelHint')}>
          <Funnel funnel={summary.funnel} />
          <TrendChart trend={summary.trend} />
        </Panel>
        <OverdueList cards={summary.overdue} count={gauges.overdue} seats={seats} />
      </div>
      <div className="grid min-h-56 flex-1 grid-cols-[minmax(0,2.05fr)_minmax(0,1fr)] gap-3">
        <Agents seats={seats} isRanking={isRanking} onToggle={onToggleRanking} />
        <NeedsList cards={summary.unclaimed} count={gauges.unclaimed} seats={seats} />
      </div>
    </div>
  );
}
