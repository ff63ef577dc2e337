'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { OwnSession } from '@/server/sessions/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { Skeleton } from '@/ui/skeleton';
import { showToast } from '@/ui/toast';
import { deviceName } from './device-name';

function useSessions() {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery({ ...trpc.sessions.list.queryOptions(), staleTime: 0 });
  const settle = {
    onSuccess: () => showToast(t('shell.sessionEnded')),
    onError: (error: unknown) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    onSettled: () => queryClient.invalidateQueries(trpc.sessions.list.queryFilter()),
  };
  const end = useMutation(trpc.sessions.end.mutationOptions(settle));
  const endOthers = useMutation(trpc.sessions.endOthers.mutationOptions(settle));
  return {
    list,
    isBusy: end.isPending || endOthers.isPending,
    end: (sessionId: string) => end.mutate({ sessionId }),
    endOthers: () => endOthers.mutate(),
  };
}

interface SessionLineProps {
  readonly session: OwnSession;
  readonly isBusy: boolean;
  readonly onEnd: () => void;
}

function SessionLine({ session, isBusy, onEnd }: SessionLineProps) {
  const t = useTranslations('shell');
  const moment = useMoment();
  const device = deviceName(session.userAgent) || t('sessionUnknown');
  return (
    <li className="flex items-center justify-between gap-3 py-1.5">
      <span className="flex min-w-0 flex-col">
        <span className="flex items-center gap-1.5">
          {device}
          {session.isThis && <Chip tone="tide">{t('sessionThis')}</Chip>}
        </span>
        <span className="text-small text-ink-3">
          {t('sessionTimes', { since: moment(session.since), seen: moment(session.lastSeenAt) })}
        </span>
      </span>
      {!session.isThis && (
        <Button size="small" disabled={isBusy} aria-label={`${t('sessionEnd')}: ${device}`} onClick={onEnd}>
          {t('sessionEnd')}
        </Button>
      )}
    </li>
  );
}

/** Where one is signed in, and the way to end that elsewhere. */
export function SessionList() {
  const t = useTranslations();
  const { list, isBusy, end, endOthers } = useSessions();
  const sessions = list.data ?? [];
  return (
    <section aria-labelledby="sessions-title" className="border-t border-line pt-3">
      <div className="flex min-h-6 items-center justify-between gap-2">
        <h3 id="sessions-title" className="text-small font-semibold text-ink-2">
          {t('shell.sessions')}
        </h3>
        {sessions.length > 1 && (
          <Button size="small" variant="quiet" disabled={isBusy} onClick={endOthers}>
            {t('shell.sessionsEndOthers')}
          </Button>
        )}
      </div>
      {list.isPending && <Skeleton lines={2} label={t('common.loading')} />}
      {list.data === undefined && list.error && (
        <p role="alert" className="flex items-center gap-2 text-small text-red">
          {t(`errors.${apiErrorOf(list.error).code}`)}
          <Button size="small" onClick={() => void list.refetch()}>
            {t('common.retry')}
          </Button>
        </p>
      )}
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <SessionLine key={session.sessionId} session={session} isBusy={isBusy} onEnd={() => end(session.sessionId)} />
        ))}
      </ul>
    </section>
  );
}
