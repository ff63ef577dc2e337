'use client';
import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { VirtualTable } from '@/ui/virtual-table';
import { ListBody } from '../../_parts/list-body';
import { STOCK_STATES, useStockParams } from '../_hooks/stock-params';
import { useStockList } from '../_hooks/use-stock';
import { SkuPanel } from './sku-panel';
import { useStockColumns } from './stock-columns';

function LedgerFilter() {
  const t = useTranslations('stockPages');
  const [params, setParams] = useStockParams();
  return (
    <search className="flex flex-wrap items-end gap-3 border-b border-line bg-surface px-4 py-2">
      <TextField
        type="search"
        label={t('search')}
        isLabelHidden
        placeholder={t('search')}
        className="w-64"
        value={params.q}
        onChange={(event) => void setParams({ q: event.target.value || null })}
      />
      <SelectField
        label={t('state')}
        value={params.state}
        isActive={params.state !== 'all'}
        options={STOCK_STATES.map((value) => ({ value, label: t(`state_${value}`) }))}
        onChange={(state) => void setParams({ state: state === 'all' ? null : state })}
      />
    </search>
  );
}

/** Every SKU with what there is of it; the chosen one beside it. */
export function Ledger() {
  const t = useTranslations('stockPages');
  const [params, setParams] = useStockParams();
  const list = useStockList(params.q.trim(), params.state);
  const columns = useStockColumns();
  const isFiltered = params.q !== '' || params.state !== 'all';
  return (
    <>
      <LedgerFilter />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
          <ListBody list={list}>
            {(rows) =>
              rows.length === 0 ? (
                <EmptyState
                  title={t(isFiltered ? 'noneFound' : 'none')}
                  hint={t(isFiltered ? 'noneFoundHint' : 'noneHint')}
                >
                  {isFiltered && <Button onClick={() => void setParams({ q: null, state: null })}>{t('clear')}</Button>}
                </EmptyState>
              ) : (
                <VirtualTable
                  label={t('tab_ledger')}
                  columns={columns}
                  rows={rows}
                  total={list.hasMore ? -2 : rows.length}
                  keyOf={({ sku }) => sku}
                  selectedKey={params.sku}
                  onOpen={({ sku }) => void setParams({ sku })}
                  onNearEnd={list.loadMore}
                />
              )
            }
          </ListBody>
        </div>
        {params.sku !== null && (
          <SkuPanel key={params.sku} sku={params.sku} onClose={() => void setParams({ sku: null })} />
        )}
      </div>
    </>
  );
}
