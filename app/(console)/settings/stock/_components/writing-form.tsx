'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { StockShop } from '@/server/stock/writing/shops';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useStockRefusal } from '../_hooks/refusal';

function Check({ name, isOn, hint, children }: { name: string; isOn: boolean; hint: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-0.5">
      <label className="flex items-center gap-2">
        <input type="checkbox" name={name} defaultChecked={isOn} aria-describedby={id} />
        {children}
      </label>
      <p id={id} className="text-small text-ink-3">
        {hint}
      </p>
    </div>
  );
}

const bpOf = (value: FormDataEntryValue | null): number => Math.round(Number(value ?? 0) * 100);

/** Whether the platform of a shop is told what is free, and how much of it the shop may offer. */
export function WritingForm({ shop, onClose }: { shop: StockShop; onClose: () => void }) {
  const t = useTranslations('stockPages');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refusal = useStockRefusal();
  const save = useMutation(
    trpc.stock.setWriting.mutationOptions({
      onSuccess: () => {
        showToast(t('writingSaved'));
        onClose();
      },
      onSettled: () => void queryClient.invalidateQueries(trpc.stock.shops.queryFilter()),
    }),
  );
  const percentField = (name: 'bufferBp' | 'shareBp', min: number) => (
    <TextField
      name={name}
      type="number"
      min={min}
      max={100}
      step={0.01}
      label={t(name)}
      hint={t(`${name}Hint`)}
      defaultValue={shop[name] / 100}
      required
    />
  );
  return (
    <FormDialog
      title={t('writingTitle', { shop: shop.name })}
      submit={t('save')}
      isBusy={save.isPending}
      problem={refusal(save.error)}
      onClose={onClose}
      onSubmit={(form) =>
        save.mutate({
          shopId: shop.shopId,
          version: shop.version,
          isWriting: form.get('isWriting') !== null,
          doesWriteChanges: form.get('doesWriteChanges') !== null,
          bufferPieces: Number(form.get('bufferPieces')),
          bufferBp: bpOf(form.get('bufferBp')),
          shareBp: bpOf(form.get('shareBp')),
        })
      }
    >
      <Check name="isWriting" isOn={shop.isWriting} hint={t('isWritingHint')}>
        {t('isWriting')}
      </Check>
      <TextField
        name="bufferPieces"
        type="number"
        min={0}
        max={1_000_000}
        step={1}
        label={t('bufferPieces')}
        hint={t('bufferPiecesHint')}
        defaultValue={shop.bufferPieces}
        required
      />
      {percentField('bufferBp', 0)}
      {percentField('shareBp', 0.01)}
      <Check name="doesWriteChanges" isOn={shop.doesWriteChanges} hint={t('doesWriteChangesHint')}>
        {t('doesWriteChanges')}
      </Check>
    </FormDialog>
  );
}
