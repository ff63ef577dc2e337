'use client';
import { Lock, LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useMoment } from '@/app/_order/moment';
import type { AuditRow } from '@/server/audit/list';
import type { TableColumn } from '@/ui/virtual-table';
import { useAuditWords } from '../_hooks/audit-words';
import { AuditObject } from './audit-object';

/** The columns of the log; the action opens the whole entry, also by key. */
export function useAuditColumns(onOpen: (row: AuditRow) => void): readonly TableColumn<AuditRow>[] {
  const t = useTranslations('audit');
  const moment = useMoment();
  const words = useAuditWords();
  return useMemo(
    () => [
      { id: 'at', width: 130, header: t('when'), cell: (row) => <span className="text-ink-2">{moment(row.at)}</span> },
      { id: 'who', width: 130, header: t('who'), cell: (row) => words.actorText(row) },
      {
        id: 'what',
        width: 200,
        header: t('what'),
        cell: (row) => (
          <button type="button" className="font-semibold hover:text-tide" onClick={() => onOpen(row)}>
            {words.actionText(row.action)}
          </button>
        ),
      },
      { id: 'object', width: 180, header: t('object'), cell: (row) => <AuditObject row={row} /> },
      {
        id: 'detail',
        width: 320,
        header: t('detail'),
        cell: (row) => (
          <span className="text-small text-ink-2" title={words.lineText(row.detail)}>
            {words.lineText(row.detail)}
          </span>
        ),
      },
      {
        id: 'seal',
        width: 70,
        header: t('seal'),
        cell: ({ isSealed }) => {
          const Icon = isSealed ? Lock : LockOpen;
          const text = t(isSealed ? 'isSealed' : 'isWaiting');
          return <Icon role="img" aria-label={text} size={14} className={isSealed ? 'text-green' : 'text-amber'} />;
        },
      },
    ],
    [t, moment, words, onOpen],
  );
}
