'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { MappingRow } from '@/server/stock/mapping/mappings';
import type { StockShop } from '@/server/stock/writing/shops';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useStockRefusal } from '../_hooks/refusal';

interface PartDraft {
  readonly key: number;
  readonly sku: string;
  readonly quantity: string;
}
const PARTS_MAX = 20;

/** The parts of an article: one SKU, or several of a bundle. */
function PartFields({ parts, onChange }: { parts: readonly PartDraft[]; onChange: (parts: PartDraft[]) => void }) {
  const t = useTranslations('stockPages');
  const nextKey = useRef(parts.length);
  const set = (key: number, change: Partial<PartDraft>) =>
    onChange(parts.map((part) => (part.key === key ? { ...part, ...change } : part)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-small font-semibold text-ink-2">{t('parts')}</legend>
      {parts.map(({ key, sku, quantity }, index) => (
        <div key={key} className="flex items-center gap-2">
          <TextField
            label={t('partSku', { n: index + 1 })}
            isLabelHidden
            placeholder={t('sku')}
            className="flex-1"
            value={sku}
            maxLength={100}
            required
            onChange={(event) => set(key, { sku: event.target.value })}
          />
          <span aria-hidden>×</span>
          <TextField
            label={t('partQuantity', { n: index + 1 })}
            isLabelHidden
            type="number"
            min={1}
            max={1_000}
            className="w-20"
            value={quantity}
            required
            onChange={(event) => set(key, { quantity: event.target.value })}
          />
          <Button
            variant="quiet"
            size="small"
            aria-label={t('removePart', { n: index + 1 })}
            onClick={() => onChange(parts.filter((part) => part.key !== key))}
          >
            <X aria-hidden size={14} />
          </Button>
        </div>
      ))}
      {parts.length === 0 && <p className="text-small text-amber">{t('noPartsHint')}</p>}
      <Button
        size="small"
        className="self-start"
        disabled={parts.length >= PARTS_MAX}
        onClick={() => {
          nextKey.current += 1;
          onChange([...parts, { key: nextKey.current, sku: '', quantity: '1' }]);
        }}
      >
        <Plus aria-hidden size={14} />
        {t('addPart')}
      </Button>
    </fieldset>
  );
}

/** Says what an article of a shop is made of, and by which numbers its platform knows it. */
export function MappingForm(props: {
  shop: StockShop;
  platformSku: string;
  row: MappingRow | null;
  onClose: () => void;
}) {
  const { shop, row, onClose } = props;
  const t = useTranslations('stockPages');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refusal = useStockRefusal();
  const [parts, setParts] = useState<readonly PartDraft[]>(() =>
    (row?.parts ?? [{ sku: '', quantity: 1 }]).map(({ sku, quantity }, key) => ({
      key,
      sku,
      quantity: String(quantity),
    })),
  );
  const save = useMutation(
    trpc.stock.setMapping.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.stock.pathFilter());
        showToast(t('mappingSaved'));
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={t(row ? 'editMapping' : 'addMapping')}
      submit={t('save')}
      isBusy={save.isPending}
      problem={refusal(save.error)}
      onClose={onClose}
      onSubmit={(form) =>
        save.mutate({
          shopId: shop.shopId,
          platformSku: row?.platformSku ?? String(form.get('article')).trim(),
          parts: parts.map(({ sku, quantity }) => ({ sku: sku.trim(), quantity: Number(quantity) })),
          productNo: String(form.get('productNo') ?? '').trim(),
          skuNo: String(form.get('skuNo') ?? '').trim(),
        })
      }
    >
      <TextField
        name="article"
        label={t('article')}
        hint={t('articleHint', { shop: shop.name })}
        defaultValue={props.platformSku}
        readOnly={row !== null}
        maxLength={100}
        required
        autoComplete="off"
      />
      <PartFields parts={parts} onChange={setParts} />
      {shop.canWrite && (
        <div className="grid grid-cols-2 gap-2">
          <TextField
            name="productNo"
            label={t('productNo')}
            defaultValue={row?.productNo}
            pattern="[\w\-]*"
            maxLength={64}
          />
          <TextField name="skuNo" label={t('skuNo')} defaultValue={row?.skuNo} pattern="[\w\-]*" maxLength={64} />
          <p className="col-span-2 text-small text-ink-3">{t('numbersHint')}</p>
        </div>
      )}
    </FormDialog>
  );
}
