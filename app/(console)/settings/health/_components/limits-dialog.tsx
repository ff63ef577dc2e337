'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { LIMIT_RANGES } from '@/domain/health/alarm-limits';
import type { KeptLimits } from '@/server/health/alarm-limits';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';

const NAMES = ['silenceFactor', 'foundPercent', 'conflictPercent'] as const satisfies (keyof KeptLimits)[];

/** From where on there is an alarm: how long is silence, how many lost pushes and conflicts are too many. */
export function LimitsDialog({ limits: newest, onClose }: { limits: KeptLimits; onClose: () => void }) {
  // As it was when the dialog was opened: a change made meanwhile must not be overwritten.
  const [limits] = useState(newest);
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.health.setLimits.mutationOptions({
      onSuccess: () => {
        showToast(t('settings.health.limitsSaved'));
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.health.pathFilter()),
    }),
  );
  const send = (form: FormData) => {
    const of = (name: (typeof NAMES)[number]) => Number(form.get(name));
    save.mutate({
      silenceFactor: of('silenceFactor'),
      foundPercent: of('foundPercent'),
      conflictPercent: of('conflictPercent'),
      version: limits.version,
    });
  };
  return (
    <FormDialog
      title={t('settings.health.limits')}
      submit={t('settings.health.limitsSubmit')}
      isBusy={save.isPending}
      problem={save.error && t(`errors.${apiErrorOf(save.error).code}`)}
      onSubmit={send}
      onClose={onClose}
    >
      <p className="text-ink-2">{t('settings.health.limitsText')}</p>
      {NAMES.map((name) => (
        <TextField
          key={name}
          name={name}
          type="number"
          label={t(`settings.health.${name}`)}
          hint={t(`settings.health.${name}Hint`, LIMIT_RANGES[name])}
          defaultValue={limits[name]}
          {...LIMIT_RANGES[name]}
          step={1}
          required
          autoComplete="off"
        />
      ))}
    </FormDialog>
  );
}
