'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useMay } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import type { OpenFile } from '@/server/imports/list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { SelectField } from '@/ui/select-field';
import { Skeleton } from '@/ui/skeleton';
import { useImport } from '../_hooks/use-import';
import { ImportSteps } from './import-steps';
import { OpenFiles } from './open-files';
import { RunList } from './run-list';
import { SavedMappings } from './saved-mappings';

/** Brings orders in from a file: choose, see what it would change, import, and what was imported before. */
export function Imports() {
  const t = useTranslations();
  const mayImport = useMay('imports.create');
  const overview = useQuery({ ...useTRPC().imports.list.queryOptions(), enabled: mayImport });
  const [chosenShop, setChosenShop] = useState<string | null>(null);
  const shops = overview.data?.shops ?? [];
  // Orders in the wrong shop are hard to take back: of several, somebody chooses.
  const shopId = chosenShop ?? (shops.length === 1 ? shops[0]?.id : undefined) ?? null;
  const run = useImport(shopId);
  if (!mayImport) return <EmptyState title={t('errors.forbidden')} hint={t('imports.whoMay')} />;
  if (!overview.data && overview.error)
    return (
      <ErrorState
        title={t(`errors.${apiErrorOf(overview.error).code}`)}
        retry={t('common.retry')}
        onRetry={() => void overview.refetch()}
      />
    );
  if (!overview.data) return <Skeleton lines={6} label={t('common.loading')} />;
  if (shops.length === 0) return <EmptyState title={t('imports.noShop')} hint={t('imports.noShopHint')} />;
  const openId = run.current.step === 'sent' ? run.current.fileId : null;
  const openFile = (file: OpenFile) => {
    if (shops.some(({ id }) => id === file.shopId)) setChosenShop(file.shopId);
    run.open(file.fileId);
  };
  const isBusy = run.current.step === 'uploading';
  return (
    <section aria-label={t('imports.title')} className="min-h-0 flex-1 overflow-auto">
      <div className="mx-auto flex max-w-[1080px] flex-col gap-4 p-4">
        <header className="flex flex-wrap items-center gap-3">
          <h1 className="text-lead font-semibold">{t('imports.title')}</h1>
          <fieldset disabled={isBusy} className="contents">
            <SelectField
              label={t('imports.shop')}
              value={shopId ?? ''}
              options={[
                ...(shopId === null ? [{ value: '', label: t('imports.chooseShop') }] : []),
                ...shops.map(({ id, name, platform }) => ({
                  value: id,
                  label: `${name} · ${t(`terms.platform.${platform}`)}`,
                })),
              ]}
              onChange={(id) => {
                setChosenShop(id === '' ? null : id);
                run.startOver();
              }}
            />
          </fieldset>
        </header>
        <ImportSteps run={run} shops={shops} isShopChosen={shopId !== null} />
        <OpenFiles
          files={overview.data.open.filter(({ fileId }) => fileId !== openId)}
          shops={shops}
          onOpen={openFile}
        />
        <SavedMappings />
        <RunList runs={overview.data.runs} />
      </div>
    </section>
  );
}
