'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useMay } from '@/app/_client/me';
import { type ConnectionState, connectionStateOf } from '@/domain/health/connection-state';
import type { ConnectionHealth } from '@/server/health/connection';
import { Chip, type ChipTone } from '@/ui/chip';
import { Sparkline } from '@/ui/sparkline';
import type { TableColumn } from '@/ui/virtual-table';
import { Ago } from '../../_parts/ago';
import { lettersPath, shareText } from './figures';
import { NumberLink } from './number-link';

const NONE = <span className="text-ink-3">—</span>;

const TONES: Readonly<Record<ConnectionState, ChipTone>> = {
  silent: 'red',
  losing: 'red',
  failing: 'amber',
  fine: 'green',
  notConnected: 'neutral',
  unheard: 'neutral',
};

function StateChip({ connection }: { connection: ConnectionHealth }) {
  const t = useTranslations('settings.health');
  const isAdmin = useMay('shops.list');
  const state = connectionStateOf(connection);
  const chip = <Chip tone={TONES[state]}>{t(state)}</Chip>;
  return state === 'notConnected' && isAdmin ? <Link href={connection.path}>{chip}</Link> : chip;
}

/** The columns of the connections; the name opens the figures beside the list, also by key. */
export function useConnectionColumns(): readonly TableColumn<ConnectionHealth>[] {
  const t = useTranslations('settings.health');
  return useMemo(
    () => [
      {
        id: 'name',
        width: 220,
        header: t('name'),
        cell: (row) => (
          <Link
            href={`/settings/health?connection=${encodeURIComponent(row.id)}`}
            className="flex min-w-0 flex-col hover:text-tide"
          >
            <span className="truncate font-semibold">{row.name}</span>
            <span className="truncate text-small text-ink-3">
              {[t(`kind_${row.kind}`), row.groupName].filter((part) => part !== null).join(' · ')}
            </span>
          </Link>
        ),
      },
      { id: 'state', width: 140, header: t('state'), cell: (row) => <StateChip connection={row} /> },
      {
        id: 'last',
        width: 110,
        header: t('lastEvent'),
        cell: (row) => <Ago at={row.lastEventAt} never={t('never')} />,
      },
      {
        id: 'trend',
        width: 130,
        isSpare: true,
        header: t('trend'),
        cell: (row) => (row.trend === null ? NONE : <Sparkline values={row.trend} atLeast={5} />),
      },
      {
        id: 'waiting',
        width: 80,
        isNumber: true,
        header: t('waiting'),
        cell: (row) => row.waiting.toLocaleString('en'),
      },
      {
        id: 'asking',
        width: 80,
        isSpare: true,
        isNumber: true,
        header: t('toFetch'),
        cell: (row) => (row.asking === null ? NONE : row.asking.waiting.toLocaleString('en')),
      },
      {
        id: 'error',
        width: 80,
        isSpare: true,
        isNumber: true,
        header: t('errorRate'),
        cell: (row) => (row.arrived === null ? NONE : shareText(row.asideOfArrived ?? 0, row.arrived)),
      },
      {
        id: 'retrying',
        width: 80,
        isSpare: true,
        isNumber: true,
        header: t('retrying'),
        cell: (row) => <NumberLink value={row.retrying} path={lettersPath(row, 'retrying')} />,
      },
      {
        id: 'found',
        width: 90,
        isSpare: true,
        isNumber: true,
        header: t('foundByPoll'),
        cell: (row) => (row.foundByPoll === null ? NONE : row.foundByPoll.toLocaleString('en')),
      },
      {
        id: 'dead',
        width: 90,
        isNumber: true,
        header: t('deadLetters'),
        cell: (row) => <NumberLink value={row.deadLetters} path={lettersPath(row)} />,
      },
    ],
    [t],
  );
}
