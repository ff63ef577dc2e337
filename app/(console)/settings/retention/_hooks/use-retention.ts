'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { PrivacySettings } from '@/server/privacy/settings';
import { showToast } from '@/ui/toast';

const EVERY_MS = 60_000;

/** The settings with what is removed next; the figures are read again every minute. */
export function useRetention() {
  const trpc = useTRPC();
  return useQuery({ ...trpc.privacy.overview.queryOptions(), refetchInterval: EVERY_MS });
}

/** Saves the settings; resolves to true when they were taken, or were newer elsewhere and have been loaded. */
export function useSaveRetention() {
  const t = useTranslations();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const save = async (settings: PrivacySettings): Promise<boolean> => {
    setIsBusy(true);
    try {
      await client.privacy.set.mutate(settings);
      await queryClient.invalidateQueries(trpc.privacy.overview.queryFilter());
      showToast(t('privacy.retention.saved'));
      return true;
    } catch (error) {
      const { code, detail } = apiErrorOf(error);
      const isOld = detail.reason === 'version';
      showToast(isOld ? t('privacy.retention.changed') : t(`errors.${code}`), 'problem');
      if (isOld) await queryClient.invalidateQueries(trpc.privacy.overview.queryFilter());
      return isOld;
    } finally {
      setIsBusy(false);
    }
  };
  return { save, isBusy };
}
