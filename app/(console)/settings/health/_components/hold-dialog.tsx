'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import type { ConnectionHealth } from '@/server/health/connection';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { FormDialog } from '../../_parts/form-dialog';

/** Asks which shop is to be held, and why. */
export function HoldDialog(props: { connections: readonly ConnectionHealth[]; onClose: () => void }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [shopId, setShopId] = useState('');
  const place = useMutation(
    trpc.holds.place.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.holds.pathFilter());
        props.onClose();
      },
    }),
  );
  const shops = props.connections.flatMap((one) =>
    one.shopId === null ? [] : [{ value: one.shopId, label: one.name }],
  );
  return (
    <FormDialog
      title={t('settings.health.hold')}
      submit={t('settings.health.holdSubmit')}
      isDanger
      isBusy={place.isPending}
      problem={place.error && t(`errors.${apiErrorOf(place.error).code}`)}
      onSubmit={(form) =>
        place.mutate({ shopId: shopId === '' ? null : shopId, reason: String(form.get('reason')).trim() })
      }
      onClose={props.onClose}
    >
      <p className="text-ink-2">{t('settings.health.holdText')}</p>
      <SelectField
        label={t('settings.health.shop')}
        isStacked
        value={shopId}
        options={[{ value: '', label: t('settings.health.allShops') }, ...shops]}
        onChange={setShopId}
      />
      <TextField label={t('settings.health.reason')} name="reason" required minLength={2} maxLength={200} />
    </FormDialog>
  );
}
