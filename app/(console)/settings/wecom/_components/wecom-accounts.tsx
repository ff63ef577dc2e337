'use client';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useState } from 'react';
import type { CreatedAccount } from '@/server/wecom/create';
import type { WecomOverview } from '@/server/wecom/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { VirtualTable } from '@/ui/virtual-table';
import { AddButton } from '../../_parts/add-button';
import { ListBody } from '../../_parts/list-body';
import { SecretOnce } from '../../_parts/secret-once';
import { SectionPage } from '../../_parts/section-page';
import { useWecom } from '../_hooks/use-wecom';
import { useAccountColumns } from './account-columns';
import { AccountForm } from './account-form';
import { AccountPanel } from './account-panel';

function AccountsAndPanel({ overview, add }: { overview: WecomOverview; add: () => void }) {
  const t = useTranslations('settings');
  const columns = useAccountColumns();
  const [accountId, setAccountId] = useQueryState('account', parseAsString);
  const chosen = overview.accounts.find((account) => account.accountId === accountId);
  if (overview.accounts.length === 0)
    return (
      <EmptyState title={t('wecom.none')} hint={t('wecom.noneHint')}>
        <Button variant="primary" onClick={add}>
          {t('wecom.add')}
        </Button>
      </EmptyState>
    );
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <VirtualTable
          label={t('sections.wecom')}
          columns={columns}
          rows={overview.accounts}
          total={overview.accounts.length}
          keyOf={(account) => account.accountId}
          selectedKey={accountId}
          onOpen={(account) => void setAccountId(account.accountId)}
          rowHeight={40}
        />
      </div>
      {chosen && (
        <AccountPanel
          key={chosen.accountId}
          account={chosen}
          origin={overview.origin}
          onClose={() => void setAccountId(null)}
        />
      )}
    </div>
  );
}

/** The WeCom accounts through which customers write and are answered. */
export function WecomAccounts() {
  const t = useTranslations('settings');
  const list = useWecom();
  const [isAdding, setIsAdding] = useState(false);
  const [created, setCreated] = useState<CreatedAccount | null>(null);
  const [, setAccountId] = useQueryState('account', parseAsString);
  const add = useCallback(() => setIsAdding(true), []);
  const finish = (account: CreatedAccount | null) => {
    setIsAdding(false);
    setCreated(account);
    if (account) void setAccountId(account.accountId);
  };
  const callbackUrl = `${list.data?.origin ?? ''}/hooks/wecom/${created?.accountId ?? ''}`;
  return (
    <SectionPage
      title={t('sections.wecom')}
      hint={t('wecom.hint')}
      actions={<AddButton id="wecom.add" title={t('wecom.add')} section={t('sections.wecom')} onAdd={add} />}
    >
      <ListBody list={{ data: list.data ? [list.data] : undefined, error: list.error, refetch: list.refetch }}>
        {([overview]) => overview && <AccountsAndPanel overview={overview} add={add} />}
      </ListBody>
      {isAdding && <AccountForm account={null} onDone={finish} onClose={() => setIsAdding(false)} />}
      {created && (
        <SecretOnce
          title={t('wecom.enterTitle')}
          text={t('wecom.enterText')}
          values={[
            { label: t('wecom.callbackUrl'), value: callbackUrl },
            { label: 'Token', value: created.callbackToken },
            { label: 'EncodingAESKey', value: created.encodingAesKey },
          ]}
          onClose={() => setCreated(null)}
        />
      )}
    </SectionPage>
  );
}
