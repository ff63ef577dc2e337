'use client';
import { Square, SquareCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ReasonText } from '@/app/_client/reason-text';
import { useMoment } from '@/app/_order/moment';
import type { LetterRow } from '@/server/dead-letters/list';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';
import { KIND_TONES } from './kind-tones';

interface ColumnParts {
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (ref: string) => void;
  readonly open: (row: LetterRow) => void;
}

/** The columns of the tray; the id opens the letter, also by key. */
export function useLetterColumns({ chosen, toggle, open }: ColumnParts): readonly TableColumn<LetterRow>[] {
  const t = useTranslations('settings.deadLetters');
  const moment = useMoment();
  return useMemo(
    () => [
      {
        id: 'choose',
        width: 40,
        header: t('choose'),
        cell: (row) => {
          const Icon = chosen.has(row.ref) ? SquareCheck : Square;
          return (
            <button
              type="button"
              aria-pressed={chosen.has(row.ref)}
              aria-label={t('chooseOne', { name: row.name })}
              className="grid size-6 place-items-center text-tide"
              onClick={() => toggle(row.ref)}
            >
              <Icon aria-hidden size={15} />
            </button>
          );
        },
      },
      { id: 'at', width: 130, header: t('at'), cell: (row) => <span className="text-ink-2">{moment(row.at)}</span> },
      {
        id: 'kind',
        width: 110,
        isSpare: true,
        header: t('kind'),
        cell: (row) => <Chip tone={KIND_TONES[row.kind]}>{t(`kind_${row.kind}`)}</Chip>,
      },
      { id: 'shop', width: 140, isSpare: true, header: t('source'), cell: (row) => row.ownerName },
      {
        id: 'name',
        width: 220,
        header: t('name'),
        cell: (row) => (
          <button
            type="button"
            className="max-w-full truncate text-left font-semibold hover:text-tide"
            onClick={() => open(row)}
          >
            {row.name}
          </button>
        ),
      },
      {
        id: 'reason',
        width: 240,
        header: t('reason'),
        cell: (row) => (row.reason === '' ? t('otherBody') : <ReasonText reason={row.reason} />),
      },
      { id: 'tries', width: 70, isSpare: true, isNumber: true, header: t('tries'), cell: (row) => row.tries || '—' },
    ],
    [t, moment, chosen, toggle, open],
  );
}
