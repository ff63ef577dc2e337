'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ExportMenu } from '@/app/_client/export-menu';
import type { MappingRow } from '@/server/stock/mapping/mappings';
import type { StockShop } from '@/server/stock/writing/shops';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { VirtualTable } from '@/ui/virtual-table';
import { ListBody } from '../../_parts/list-body';
import { useStockParams } from '../_hooks/stock-params';
import { useMappings, useStockShops } from '../_hooks/use-mappings';
import { useMappingColumns } from './mapping-columns';
import { MappingForm } from './mapping-form';
import { MappingImport } from './mapping-import';
import { SeenList } from './seen-list';

type OpenDialog =
  | { readonly kind: 'form'; readonly platformSku: string; readonly row: MappingRow | null }
  | { readonly kind: 'import' };

function MappingBar(props: { shops: readonly StockShop[]; shop: StockShop; onOpen: (open: OpenDialog) => void }) {
  const t = useTranslations('stockPages');
  const [params, setParams] = useStockParams();
  return (
    <search className="flex flex-wrap items-end gap-3 border-b border-line bg-surface px-4 py-2">
      <SelectField
        label={t('shop')}
        value={props.shop.shopId}
        options={props.shops.map(({ shopId, name }) => ({ value: shopId, label: name }))}
        onChange={(shop) => void setParams({ shop })}
      />
      <TextField
        type="search"
        label={t('searchArticle')}
        isLabelHidden
        placeholder={t('searchArticle')}
        className="w-64"
        value={params.q}
        onChange={(event) => void setParams({ q: event.target.value || null })}
      />
      <span className="ml-auto flex gap-2">
        <ExportMenu list="stockMappings" filter={{ shopId: props.shop.shopId, text: params.q }} />
        <Button size="small" onClick={() => props.onOpen({ kind: 'import' })}>
          {t('import')}
        </Button>
        <Button
          size="small"
          variant="primary"
          onClick={() => props.onOpen({ kind: 'form', platformSku: '', row: null })}
        >
          {t('addMapping')}
        </Button>
      </span>
    </search>
  );
}

function ShopMapping({ shops, shop }: { shops: readonly StockShop[]; shop: StockShop }) {
  const t = useTranslations('stockPages');
  const [{ q }] = useStockParams();
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const list = useMappings(shop.shopId, q.trim());
  const edit = (row: MappingRow) => setOpen({ kind: 'form', platformSku: row.platformSku, row });
  const columns = useMappingColumns(edit, shop.isWriting);
  const close = () => setOpen(null);
  return (
    <>
      <MappingBar shops={shops} shop={shop} onOpen={setOpen} />
      <SeenList
        shopId={shop.shopId}
        isKept={shop.isKept}
        onMap={(platformSku) => setOpen({ kind: 'form', platformSku, row: null })}
      />
      <ListBody list={list}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t(q === '' ? 'noMapping' : 'noneFound')} hint={t('noMappingHint')} />
          ) : (
            <div className="flex min-h-40 flex-1 flex-col bg-surface">
              <VirtualTable
                label={t('tab_mapping')}
                columns={columns}
                rows={rows}
                total={list.hasMore ? -2 : rows.length}
                keyOf={({ platformSku }) => platformSku}
                selectedKey={null}
                onOpen={edit}
                onNearEnd={list.loadMore}
              />
            </div>
          )
        }
      </ListBody>
      {open?.kind === 'form' && (
        <MappingForm shop={shop} platformSku={open.platformSku} row={open.row} onClose={close} />
      )}
      {open?.kind === 'import' && <MappingImport shop={shop} onClose={close} />}
    </>
  );
}

/** What the articles of each shop are made of, and those that are sold and mapped to nothing. */
export function Mapping() {
  const t = useTranslations('stockPages');
  const [params] = useStockParams();
  const shops = useStockShops();
  return (
    <ListBody list={shops}>
      {(rows) => {
        const shop = rows.find(({ shopId }) => shopId === params.shop) ?? rows[0];
        if (!shop) return <EmptyState title={t('noShop')} hint={t('noShopHint')} />;
        return <ShopMapping key={shop.shopId} shops={rows} shop={shop} />;
      }}
    </ListBody>
  );
}
