'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useReasonText } from '@/app/_client/reason-text';
import { useMoment } from '@/app/_order/moment';
import type { MappingRow } from '@/server/stock/mapping/mappings';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';

function SentCell({ row }: { row: MappingRow }) {
  const reasonText = useReasonText();
  const t = useTranslations('stockPages');
  const moment = useMoment();
  if (row.isGivenUp)
    return (
      <Chip tone="red" title={row.problem === null ? undefined : reasonText(row.problem)}>
        {t('isGivenUp')}
      </Chip>
    );
  if (row.productNo === '') return <Chip tone="amber">{t('noNumbers')}</Chip>;
  return (
    <span className="inline-flex items-center gap-2 tabular-nums">
      {row.sent === null || row.sentAt === null ? '—' : `${row.sent} · ${moment(row.sentAt)}`}
      {row.isDue && <Chip>{t('due')}</Chip>}
    </span>
  );
}

/** The columns of the mapping of a shop; what its platform was told where it is told anything. */
export function useMappingColumns(
  onEdit: (row: MappingRow) => void,
  isWriting: boolean,
): readonly TableColumn<MappingRow>[] {
  const t = useTranslations('stockPages');
  return useMemo(() => {
    const columns: TableColumn<MappingRow>[] = [
      {
        id: 'article',
        width: 220,
        header: t('article'),
        cell: (row) => (
          <button type="button" className="font-semibold hover:underline" onClick={() => onEdit(row)}>
            {row.platformSku}
          </button>
        ),
      },
      {
        id: 'parts',
        width: 300,
        header: t('parts'),
        cell: ({ parts }) => (
          <span className="inline-flex items-center gap-2">
            {parts.length > 1 && <Chip tone="violet">{t('bundle')}</Chip>}
            {parts.map(({ sku, quantity }) => `${sku} × ${quantity}`).join(' + ')}
            {parts.some(({ isCounted }) => !isCounted) && <Chip tone="amber">{t('notCounted')}</Chip>}
          </span>
        ),
      },
    ];
    if (isWriting) columns.push({ id: 'sent', width: 200, header: t('sent'), cell: (row) => <SentCell row={row} /> });
    return columns;
  }, [t, onEdit, isWriting]);
}
