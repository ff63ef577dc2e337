'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { Tier } from '@/domain/tiers/tier';
import type { TierVersion } from '@/server/tiers/history';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { ChangeLines } from './change-lines';

interface VersionListProps {
  readonly mayEdit: boolean;
  readonly onRestore: (tiers: readonly Tier[]) => void;
  readonly onClose: () => void;
}

function useVersions() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: [...trpc.tiers.history.queryKey({}), 'pages'],
    queryFn: ({ pageParam }) => client.tiers.history.query(pageParam === null ? {} : { before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });
}

/** Every published version, newest first: who, when, why, what it changed; an earlier one can become the draft. */
export function VersionList(props: VersionListProps) {
  const t = useTranslations();
  const versions = useVersions();
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={t('settings.tiers.history')}
      closeLabel={t('common.close')}
      width={640}
    >
      <div className="flex flex-col px-4 pb-4">
        {versions.data ? (
          <ol className="divide-y divide-line">
            {versions.data.pages.flatMap((page) =>
              page.versions.map((version) => <VersionRow key={version.version} version={version} {...props} />),
            )}
          </ol>
        ) : versions.error ? (
          <ErrorState
            title={t(`errors.${apiErrorOf(versions.error).code}`)}
            retry={t('common.retry')}
            onRetry={() => void versions.refetch()}
          />
        ) : (
          <Skeleton lines={5} label={t('common.loading')} />
        )}
        {versions.hasNextPage && (
          <Button className="self-center" onClick={() => void versions.fetchNextPage()}>
            {t('settings.tiers.earlierVersions')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function VersionRow({ version, mayEdit, onRestore }: { version: TierVersion } & VersionListProps) {
  const t = useTranslations('settings.tiers');
  const moment = useMoment();
  const { progress } = version;
  return (
    <li className="flex items-start gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <b className="font-semibold">{t('version', { version: version.version })}</b>
          {version.isActive && <Chip tone="green">{t('active')}</Chip>}
          {version.restores !== null && <Chip>{t('restores', { version: version.restores })}</Chip>}
          <span className="text-small text-ink-2">
            {version.publishedBy ?? t('setUp')} · {moment(version.publishedAt)}
          </span>
        </p>
        {version.note !== '' && <p>{version.note}</p>}
        <ChangeLines changes={version.changes} />
        {progress.total > 0 && (
          <p className="text-small text-ink-3">
            {t('versionEffect', { done: progress.done, changed: progress.changed, overdue: progress.overdue })}
          </p>
        )}
      </div>
      {mayEdit && !version.isActive && (
        <Button size="small" onClick={() => onRestore(version.tiers)}>
          {t('restore')}
        </Button>
      )}
    </li>
  );
}
