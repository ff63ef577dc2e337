'use client';
import { useTranslations } from 'next-intl';
import { ExportMenu } from '@/app/_client/export-menu';
import { useMay } from '@/app/_client/me';
import { Tabs } from '@/ui/tabs';
import { SectionPage } from '../../_parts/section-page';
import { STOCK_TABS, type StockTab, useStockParams } from '../_hooks/stock-params';
import { GaugeLine } from './gauge-line';
import { Ledger } from './ledger';
import { Mapping } from './mapping';
import { Writing } from './writing';

function Shown({ tab }: { tab: StockTab }) {
  switch (tab) {
    case 'ledger':
      return <Ledger />;
    case 'mapping':
      return <Mapping />;
    case 'writing':
      return <Writing />;
  }
}

/** What there is of every SKU, what the articles of the platforms are made of, and what platforms are told. */
export function StockSection() {
  const t = useTranslations();
  const [params, setParams] = useStockParams();
  const mayMap = useMay('stock.mappings');
  const tabs = STOCK_TABS.filter((id) => id === 'ledger' || mayMap);
  const tab = tabs.includes(params.tab) ? params.tab : 'ledger';
  return (
    <SectionPage
      title={t('settings.sections.stock')}
      hint={t('stockPages.hint')}
      actions={tab === 'ledger' && <ExportMenu list="stock" filter={{ text: params.q, state: params.state }} />}
    >
      <GaugeLine />
      {tabs.length > 1 && (
        <div className="border-b border-line bg-surface px-4 py-1.5">
          <Tabs
            label={t('settings.sections.stock')}
            panelId="stock-panel"
            tabs={tabs.map((id) => ({ id, label: t(`stockPages.tab_${id}`) }))}
            selected={tab}
            onSelect={(id) => void setParams({ tab: id, q: null, sku: null })}
          />
        </div>
      )}
      {tabs.length > 1 ? (
        <div
          id="stock-panel"
          role="tabpanel"
          aria-label={t(`stockPages.tab_${tab}`)}
          className="flex min-h-0 flex-1 flex-col"
        >
          <Shown tab={tab} />
        </div>
      ) : (
        <Ledger />
      )}
    </SectionPage>
  );
}
