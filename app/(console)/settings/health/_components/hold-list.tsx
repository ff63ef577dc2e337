'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useMay } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import type { HoldRow } from '@/server/holds/list';
import { Button } from '@/ui/button';
import { clockText } from '@/ui/duration';
import { useFieldCheck } from '@/ui/field-check';
import { showToast } from '@/ui/toast';
import { Ago } from '../../_parts/ago';

const DEFAULT_RATE = 50;

function useRelease() {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.holds.release.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.holds.pathFilter()),
      onError: (error) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    }),
  );
}

function ReleaseForm({ hold }: { hold: HoldRow }) {
  const t = useTranslations('settings.health');
  const release = useRelease();
  const check = useFieldCheck();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    release.mutate({ holdId: hold.holdId, rate: Number(new FormData(event.currentTarget).get('rate')) });
  };
  if (hold.releaseRate !== null)
    return (
      <Button size="small" onClick={() => release.mutate({ holdId: hold.holdId, rate: null })}>
        {t('stopRelease')}
      </Button>
    );
  return (
    <form onSubmit={send} className="flex items-center gap-2">
      <label className="flex items-center gap-1.5 text-small">
        {t('rate')}
        <input
          name="rate"
          type="number"
          required
          min={1}
          max={10_000}
          defaultValue={DEFAULT_RATE}
          aria-invalid={check.error ? true : undefined}
          onInvalid={check.onInvalid}
          onInput={check.forget}
          className="h-6 w-20 rounded-md border border-field-line bg-raised px-1.5 text-ink tabular-nums"
        />
      </label>
      {check.error && (
        <p role="alert" className="text-small text-red">
          {check.error}
        </p>
      )}
      <Button size="small" type="submit" disabled={release.isPending}>
        {t('release')}
      </Button>
    </form>
  );
}

/** What is held: why, by whom, since when, how much waits; and letting it go. */
export function HoldList({ holds }: { holds: readonly HoldRow[] }) {
  const t = useTranslations('settings.health');
  const mayRelease = useMay('holds.release');
  if (holds.length === 0) return null;
  return (
    <ul aria-label={t('holds')} className="border-b border-line bg-amber-soft text-amber">
      {holds.map((hold) => (
        <li key={hold.holdId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <span className="min-w-0 flex-1">
            <b>{hold.shopName ?? t('allShops')}</b> {t('heldText', { reason: hold.reason, name: hold.placedByName })}{' '}
            <Ago at={hold.placedAt} never="" />
          </span>
          <span className="tabular-nums" data-left={hold.left}>
            {t('left', { count: hold.left })}
            {hold.releaseRate !== null &&
              ` · ${t('eta', { rate: hold.releaseRate, time: clockText((hold.left / hold.releaseRate) * 1_000) })}`}
          </span>
          {mayRelease && <ReleaseForm hold={hold} />}
        </li>
      ))}
    </ul>
  );
}
