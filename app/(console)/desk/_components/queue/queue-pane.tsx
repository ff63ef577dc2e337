'use client';
import { useTranslations } from 'next-intl';
import { useMay, useMe } from '@/app/_client/me';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { showToast } from '@/ui/toast';
import { VirtualList } from '@/ui/virtual-list';
import { isUntidy, type ShownRow } from '../../_hooks/queue-state';
import type { Attendances } from '../../_hooks/use-attendances';
import { useProblemText } from '../../_hooks/use-problem-text';
import type { Queue } from '../../_hooks/use-queue';
import type { Selection } from '../../_hooks/use-selection';
import { QUEUE_PANEL_ID, QueueBar, ViewTabs } from './queue-bar';
import { QueueCard, ROW_HEIGHT } from './queue-card';
import { useGoneHint, useRowHint } from './use-row-hint';

interface QueuePaneProps {
  readonly queue: Queue;
  readonly selection: Selection;
  readonly attendances: Attendances;
  readonly onAdmit: () => void;
  readonly onTakeNext: () => void;
}

/** The queue: views, what is new, the cards by deadline, and the way to the next one. */
export function QueuePane({ queue, selection, attendances, onAdmit, onTakeNext }: QueuePaneProps) {
  const t = useTranslations('desk');
  const mayWork = useMay('tasks.takeNext');
  return (
    <section aria-label={t('queue')} className="flex min-h-0 flex-col border-r border-line bg-surface">
      <ViewTabs view={selection.view} onSelect={(view) => void selection.setView(view)} />
      <QueueBar held={queue.state.held.length} isUntidy={isUntidy(queue.state)} onAdmit={onAdmit} />
      <div
        id={QUEUE_PANEL_ID}
        role="tabpanel"
        aria-label={t(`view.${selection.view}`)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <QueueList queue={queue} selection={selection} attendances={attendances} />
      </div>
      {mayWork && (
        <div className="flex shrink-0 items-center justify-between border-t border-line bg-sunken px-3 py-1.5 text-small text-ink-2">
          <span>{t('nextHint')}</span>
          <Button size="small" keys="n" onClick={onTakeNext}>
            {t('takeNext')}
          </Button>
        </div>
      )}
    </section>
  );
}

const keyOf = (entry: ShownRow): string => entry.row.taskId;

function QueueList({ queue, selection, attendances }: Pick<QueuePaneProps, 'queue' | 'selection' | 'attendances'>) {
  const t = useTranslations();
  const problemText = useProblemText();
  const rowHint = useRowHint();
  const goneHint = useGoneHint();
  const { userId } = useMe();
  const isReader = !useMay('tasks.takeNext') && selection.view === 'mine';
  const { view } = selection;
  const { state } = queue;
  if (!state.isLoaded && queue.error)
    return (
      <ErrorState title={problemText(queue.error)} retry={t('common.retry')} onRetry={() => void queue.reload()} />
    );
  if (!state.isLoaded) return <Skeleton lines={8} label={t('common.loading')} />;
  if (state.shown.length === 0)
    return <EmptyState title={t(`desk.empty.${view}`)} hint={t(`desk.emptyHint.${isReader ? 'mineReader' : view}`)} />;
  return (
    <VirtualList
      rows={state.shown}
      rowHeight={ROW_HEIGHT}
      label={t('desk.queue')}
      keyOf={keyOf}
      selectedKey={selection.taskId}
      onSelect={(entry) => void selection.setTaskId(entry.row.taskId)}
      onNearEnd={() => void queue.extend().catch((error: unknown) => showToast(problemText(error), 'problem'))}
      renderRow={({ row, isGone }, isSelected) => (
        <QueueCard
          row={row}
          hint={isGone ? goneHint(row) : rowHint(row)}
          isGone={isGone}
          isSelected={isSelected}
          isOwn={row.seatId === userId}
          attendees={attendances.at(row.taskId)}
        />
      )}
    />
  );
}
