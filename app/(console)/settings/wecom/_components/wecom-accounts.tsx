'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { CreatedAccount } from '@/server/wecom/create';
import type { WecomOverview } from '@/server/wecom/list';
import { ListSection } from '../../_parts/list-section';
import { SecretOnce } from '../../_parts/secret-once';
import { useWecom } from '../_hooks/use-wecom';
import { useAccountColumns } from './account-columns';
import { AccountForm } from './account-form';
import { AccountPanel } from './account-panel';

/** The WeCom accounts through which customers write and are answered. */
export function WecomAccounts() {
  const t = useTranslations('settings');
  const list = useWecom();
  const columns = useAccountColumns();
  const [created, setCreated] = useState<CreatedAccount | null>(null);
  const callbackUrl = `${list.data?.origin ?? ''}/hooks/wecom/${created?.accountId ?? ''}`;
  return (
    <ListSection
      section="wecom"
      param="account"
      list={list}
      rowsOf={({ accounts }: WecomOverview) => accounts}
      keyOf={({ accountId }) => accountId}
      columns={columns}
      panel={(account, { origin }, close) => <AccountPanel account={account} origin={origin} onClose={close} />}
      form={(_overview, done, close) => (
        <AccountForm
          account={null}
          onDone={(account) => {
            setCreated(account);
            done(account?.accountId ?? null);
          }}
          onClose={close}
        />
      )}
    >
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
    </ListSection>
  );
}
