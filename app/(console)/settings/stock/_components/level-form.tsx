'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { StockRow } from '@/server/stock/list';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useStockRefusal } from '../_hooks/refusal';

/** Says how many pieces there are, or how many more or fewer, with a reason. */
export function LevelForm({ kind, row, onClose }: { kind: 'adjust' | 'count'; row: StockRow; onClose: () => void }) {
  const t = useTranslations('stockPages');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refusal = useStockRefusal();
  const options = {
    onSuccess: () => {
      void queryClient.invalidateQueries(trpc.stock.pathFilter());
      showToast(t('levelSaved', { sku: row.sku }));
      onClose();
    },
  };
  const adjust = useMutation(trpc.stock.adjust.mutationOptions(options));
  const count = useMutation(trpc.stock.count.mutationOptions(options));
  const { error, isPending } = kind === 'adjust' ? adjust : count;
  const submit = (form: FormData) => {
    const given = { sku: row.sku, reason: String(form.get('reason')).trim() };
    const pieces = Number(form.get('pieces'));
    if (kind === 'adjust') adjust.mutate({ ...given, change: pieces });
    else count.mutate({ ...given, onHand: pieces });
  };
  return (
    <FormDialog
      title={t(`${kind}Title`, { sku: row.sku })}
      submit={t(kind)}
      isBusy={isPending}
      problem={refusal(error)}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField
        name="pieces"
        type="number"
        step={1}
        min={kind === 'count' ? row.reserved : -row.free}
        max={1_000_000}
        label={t(`${kind}Pieces`)}
        hint={t(`${kind}Hint`, { onHand: row.onHand, held: row.reserved })}
        required
        autoFocus
      />
      <TextField name="reason" label={t('reason')} minLength={2} maxLength={200} required autoComplete="off" />
    </FormDialog>
  );
}
