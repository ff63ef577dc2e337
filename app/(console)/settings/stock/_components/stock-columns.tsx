'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useMoment } from '@/app/_order/moment';
import type { StockRow } from '@/server/stock/list';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';
import { useStockParams } from '../_hooks/stock-params';

function SkuCell({ sku }: { sku: string }) {
  const [, setParams] = useStockParams();
  return (
    <button type="button" className="font-semibold hover:underline" onClick={() => void setParams({ sku })}>
      {sku}
    </button>
  );
}

/** What stands out of a SKU: nobody has counted it, orders wait for it, or pieces left that were not there. */
export function StockMarks({ row }: { row: StockRow }) {
  const t = useTranslations('stockPages');
  return (
    <span className="inline-flex gap-1">
      {!row.isCounted && <Chip tone="amber">{t('notCounted')}</Chip>}
      {row.short > 0 && <Chip tone="red">{t('waits', { count: row.short })}</Chip>}
      {row.unknown > 0 && <Chip tone="amber">{t('wants', { count: row.unknown })}</Chip>}
      {row.missing > 0 && <Chip tone="red">{t('missing', { count: row.missing })}</Chip>}
    </span>
  );
}

/** The columns of the list of SKUs. */
export function useStockColumns(): readonly TableColumn<StockRow>[] {
  const t = useTranslations('stockPages');
  const moment = useMoment();
  return useMemo(() => {
    const number = (id: 'onHand' | 'reserved' | 'free') => ({
      ...{ id, width: 90, isNumber: true, header: t(id) },
      cell: (row: StockRow) => <span className="tabular-nums">{row.isCounted ? row[id] : '—'}</span>,
    });
    return [
      { id: 'sku', width: 220, header: t('sku'), cell: ({ sku }) => <SkuCell sku={sku} /> },
      number('onHand'),
      number('reserved'),
      number('free'),
      { id: 'marks', width: 220, header: t('marks'), cell: (row) => <StockMarks row={row} /> },
      {
        id: 'last',
        width: 220,
        header: t('lastChange'),
        cell: ({ lastKind, updatedAt }) =>
          lastKind === null ? '—' : `${moment(updatedAt)} · ${t(`kind_${lastKind}`)}`,
      },
    ];
  }, [t, moment]);
}
