'use client';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useCommands } from '@/app/_client/commands';
import { useLatest } from '@/app/_client/use-latest';
import type { TaskDetail } from '@/server/tasks/open';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { useProblemText } from '../../_hooks/use-problem-text';
import { useTalk } from '../../_hooks/use-talk';
import { Bubble } from './bubble';

/** Keeps the newest line in sight, and the line being read in its place when older ones are loaded above it. */
function useSteadyScroll(newestId: string | undefined, count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef<{ newestId: string | undefined; height: number }>({ newestId: undefined, height: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when lines were added
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (before.current.newestId === newestId) box.scrollTop += box.scrollHeight - before.current.height;
    else box.scrollTop = box.scrollHeight;
    before.current = { newestId, height: box.scrollHeight };
  }, [newestId, count]);
  return scroller;
}

function useOlderKey(hasOlder: boolean, loadOlder: () => void) {
  const t = useTranslations('desk');
  const latest = useLatest(loadOlder);
  const commands = useMemo(
    () => [
      {
        id: 'desk.older',
        title: t('older'),
        keys: ['h'],
        group: t('group.card'),
        isEnabled: hasOlder,
        run: () => latest.current(),
      },
    ],
    [t, hasOlder, latest],
  );
  useCommands(commands);
}

/** The last interactions with the customer across orders and channels, newest at the bottom. */
export function Talk({ detail }: { detail: TaskDetail }) {
  const t = useTranslations();
  const problemText = useProblemText();
  const talk = useTalk(detail.row);
  const scroller = useSteadyScroll(talk.items.at(-1)?.interactionId, talk.items.length);
  useOlderKey(talk.hasOlder, talk.loadOlder);
  if (talk.isPending)
    return (
      <div className="flex-1">
        <Skeleton lines={5} label={t('common.loading')} />
      </div>
    );
  if (talk.error) return <ErrorState title={problemText(talk.error)} retry={t('common.retry')} onRetry={talk.reload} />;
  return (
    <section aria-label={t('desk.talk')} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 shrink-0 items-center justify-between px-4 text-small">
        <h2 className="font-semibold text-ink-2">{t('desk.lastTalk', { count: talk.items.length })}</h2>
        {talk.hasOlder && (
          <Button size="small" variant="quiet" keys="h" disabled={talk.isLoadingOlder} onClick={talk.loadOlder}>
            {t('desk.older')}
          </Button>
        )}
      </div>
      {talk.items.length === 0 ? (
        <EmptyState title={t('desk.talkEmpty')} hint={t('desk.talkEmptyHint')} />
      ) : (
        <div
          ref={scroller}
          role="log"
          aria-label={t('desk.talk')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
          tabIndex={0}
          className="flex min-h-0 flex-1 flex-col overflow-auto px-4 pb-3"
        >
          <ol className="mt-auto flex flex-col gap-2">
            {talk.items.map((item) => (
              <Bubble key={item.interactionId} item={item} orderNo={detail.row.orderNo} />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
