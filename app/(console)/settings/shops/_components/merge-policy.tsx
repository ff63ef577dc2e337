'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import type { MergePolicy as Policy } from '@/server/merges/policy';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { SelectField } from '@/ui/select-field';
import { Skeleton } from '@/ui/skeleton';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { Part } from '../../_parts/part';
import { useRefusalText } from '../../_parts/refusal-text';

const MODES = ['off', 'suggest', 'automatic'] as const;
const MINUTES_MAX = 240;

/** How orders of one buyer to one address are merged, and how long they wait for each other. */
export function MergePolicy({ shopId }: { shopId: string }) {
  const t = useTranslations();
  const policy = useQuery(useTRPC().merges.policy.queryOptions({ shopId }));
  return (
    <Part title={t('settings.shops.merging')}>
      {policy.data ? (
        <PolicyForm key={JSON.stringify(policy.data)} shopId={shopId} policy={policy.data} />
      ) : policy.error ? (
        <ErrorState
          title={t(`errors.${apiErrorOf(policy.error).code}`)}
          retry={t('common.retry')}
          onRetry={() => void policy.refetch()}
        />
      ) : (
        <Skeleton lines={3} label={t('common.loading')} />
      )}
    </Part>
  );
}

function useSetPolicy() {
  const t = useTranslations('settings.shops');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.merges.setPolicy.mutationOptions({
      onSuccess: () => showToast(t('saved')),
      onSettled: () => void queryClient.invalidateQueries(trpc.merges.policy.pathFilter()),
    }),
  );
}

function PolicyForm({ shopId, policy }: { shopId: string; policy: Policy }) {
  const t = useTranslations('settings.shops');
  const refusalText = useRefusalText();
  const { mode: before, waitMinutes, hasWarehouse } = policy;
  const [mode, setMode] = useState(before);
  const save = useSetPolicy();
  const problem = refusalText(save.error);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const minutes = Number(new FormData(event.currentTarget).get('minutes'));
        save.mutate({ shopId, mode, waitMinutes: minutes, before: { mode: before, waitMinutes } });
      }}
    >
      {!hasWarehouse && <p className="text-small text-ink-3">{t('mergingNoWarehouse')}</p>}
      <SelectField
        isStacked
        label={t('mergeMode')}
        value={mode}
        options={MODES.map((value) => ({ value, label: t(`mergeMode_${value}`) }))}
        onChange={setMode}
      />
      <TextField
        name="minutes"
        type="number"
        min={0}
        max={MINUTES_MAX}
        step={1}
        required
        label={t('mergeWait')}
        hint={t('mergeWaitHint')}
        defaultValue={waitMinutes}
        disabled={mode === 'off'}
      />
      {mode === 'off' && <input type="hidden" name="minutes" value={waitMinutes} />}
      {problem && (
        <p role="alert" className="text-small text-red">
          {problem}
        </p>
      )}
      <div className="flex justify-end">
        <Button type="submit" disabled={save.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
