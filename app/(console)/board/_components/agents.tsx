'use client';
import { useTranslations } from 'next-intl';
import type { SeatRow } from '@/server/seats/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { AgentRanking } from './agent-ranking';
import { AgentTable } from './agent-table';
import { isAtWork } from './assign-menu';
import { Panel } from './panel';

interface AgentsProps {
  readonly seats: readonly SeatRow[];
  readonly isRanking: boolean;
  readonly onToggle: () => void;
}

/** Everyone who works cards, as a table of what they have in hand or as a ranking of the day. */
export function Agents({ seats, isRanking, onToggle }: AgentsProps) {
  const t = useTranslations('board');
  return (
    <Panel
      id="agents"
      title={t('agents')}
      side={
        <>
          {t('atWork', { present: seats.filter(isAtWork).length, all: seats.length })}
          <Button size="small" keys="t" onClick={onToggle} aria-label={t('toggleRanking')}>
            {t(isRanking ? 'agentsList' : 'agentsRanking')}
          </Button>
        </>
      }
    >
      {seats.length === 0 ? (
        <EmptyState title={t('agentsEmpty')} hint={t('agentsEmptyHint')} />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto px-3.5 pb-2">
          {isRanking ? <AgentRanking seats={seats} /> : <AgentTable seats={seats} />}
        </div>
      )}
    </Panel>
  );
}
