'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useMay } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { ReasonDialog } from '@/app/_order/reason-dialog';
import type { ConflictKind, ConflictSide } from '@/domain/order/conflicts';
import { Button } from '@/ui/button';
import { showToast } from '@/ui/toast';
import { useSideText } from './side-text';

interface Shown {
  readonly orderId: string;
  readonly kind: ConflictKind;
  readonly version: number;
  readonly sides: readonly ConflictSide[];
}

function useTakeSide(onDone: () => void) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.conflicts.take.mutationOptions({
      onSuccess: () => {
        showToast(t('conflicts.taken'));
        onDone();
      },
      onSettled: () => {
        void queryClient.invalidateQueries(trpc.conflicts.pathFilter());
        void queryClient.invalidateQueries(trpc.facts.pathFilter());
      },
    }),
  );
}

function TakeDialog({ shown, side, onClose }: { shown: Shown; side: ConflictSide; onClose: () => void }) {
  const t = useTranslations();
  const sideText = useSideText();
  const take = useTakeSide(onClose);
  const { orderId, kind, version } = shown;
  const source = t(`terms.source.${side.source}`);
  const { code } = take.error ? apiErrorOf(take.error) : { code: null };
  return (
    <ReasonDialog
      title={t('conflicts.takeTitle', { source })}
      submit={t('conflicts.take')}
      label={t('conflicts.reason')}
      isBusy={take.isPending}
      problem={code && (code === 'conflict' ? t('conflicts.changed') : t(`errors.${code}`))}
      onSubmit={(reason) => take.mutate({ orderId, kind, version, source: side.source, reason })}
      onClose={onClose}
    >
      <p>{t('conflicts.takeText', { source, words: sideText(kind, side) })}</p>
    </ReasonDialog>
  );
}

/** A button for each side that says something, for those who may decide. */
export function TakeSide({ shown }: { shown: Shown }) {
  const t = useTranslations();
  const may = useMay('conflicts.take');
  const [side, setSide] = useState<ConflictSide | null>(null);
  if (!may) return null;
  return (
    <span className="flex flex-wrap gap-1">
      {shown.sides.map((one) => (
        <Button key={one.source} size="small" onClick={() => setSide(one)}>
          {t('conflicts.takeFrom', { source: t(`terms.source.${one.source}`) })}
        </Button>
      ))}
      {side && <TakeDialog shown={shown} side={side} onClose={() => setSide(null)} />}
    </span>
  );
}
