'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useReasonText } from '@/app/_client/reason-text';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { StockShop } from '@/server/stock/writing/shops';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { EmptyState } from '@/ui/empty-state';
import { showToast } from '@/ui/toast';
import { type TableColumn, VirtualTable } from '@/ui/virtual-table';
import { ListBody } from '../../_parts/list-body';
import { useStockRefusal } from '../_hooks/refusal';
import { useStockShops } from '../_hooks/use-mappings';
import { WritingForm } from './writing-form';

const percent = (bp: number): string => `${bp / 100} %`;

function StateCell({ shop }: { shop: StockShop }) {
  const reasonText = useReasonText();
  const t = useTranslations('stockPages');
  if (!shop.canWrite) return <span className="text-ink-3">{t('noCall')}</span>;
  if (!shop.isWriting) return <Chip>{t('off')}</Chip>;
  if (shop.missing.length > 0) return <Chip tone="amber">{t('notConnected')}</Chip>;
  if (shop.blockedUntil !== null || shop.problem !== null)
    return (
      <Chip tone="red" title={shop.problem === null ? undefined : reasonText(shop.problem)}>
        {t('failing')}
      </Chip>
    );
  return <Chip tone="green">{t('on')}</Chip>;
}

function WaitingCell({ shop }: { shop: StockShop }) {
  const t = useTranslations('stockPages');
  if (!shop.isWriting) return '—';
  return (
    <span className="inline-flex gap-1 tabular-nums">
      {shop.due}
      {shop.unnumbered > 0 && <Chip tone="amber">{t('unnumbered', { count: shop.unnumbered })}</Chip>}
      {shop.givenUp > 0 && <Chip tone="red">{t('givenUp', { count: shop.givenUp })}</Chip>}
    </span>
  );
}

/** Tells a platform the whole numbers anew. */
function RewriteButton({ shop }: { shop: StockShop }) {
  const t = useTranslations('stockPages');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refusal = useStockRefusal();
  const rewrite = useMutation(
    trpc.stock.rewrite.mutationOptions({
      onSuccess: ({ articles }) => {
        void queryClient.invalidateQueries(trpc.stock.pathFilter());
        showToast(t('rewriting', { count: articles }));
      },
      onError: (error) => showToast(refusal(error) ?? '', 'problem'),
    }),
  );
  return (
    <Button
      size="small"
      variant="quiet"
      aria-label={t('rewriteOf', { shop: shop.name })}
      disabled={rewrite.isPending || shop.articles === 0}
      onClick={() => rewrite.mutate({ shopId: shop.shopId })}
    >
      {t('rewrite')}
    </Button>
  );
}

function useWritingColumns(onEdit: (shop: StockShop) => void): readonly TableColumn<StockShop>[] {
  const t = useTranslations();
  const moment = useMoment();
  return useMemo(
    () => [
      {
        id: 'shop',
        width: 180,
        header: t('stockPages.shop'),
        cell: ({ name }) => <b className="font-semibold">{name}</b>,
      },
      {
        id: 'platform',
        width: 110,
        header: t('stockPages.platform'),
        cell: ({ platform }) => t(`terms.platform.${platform}`),
      },
      { id: 'state', width: 180, header: t('stockPages.writing'), cell: (shop) => <StateCell shop={shop} /> },
      {
        id: 'rule',
        width: 200,
        header: t('stockPages.rule'),
        cell: (shop) =>
          shop.isWriting
            ? t('stockPages.ruleText', {
                share: percent(shop.shareBp),
                pieces: shop.bufferPieces,
                buffer: percent(shop.bufferBp),
              })
            : '—',
      },
      { id: 'waiting', width: 180, header: t('stockPages.waitingWrites'), cell: (shop) => <WaitingCell shop={shop} /> },
      {
        id: 'last',
        width: 130,
        header: t('stockPages.lastSent'),
        cell: ({ lastSentAt }) => (lastSentAt === null ? '—' : moment(lastSentAt)),
      },
      {
        id: 'actions',
        width: 150,
        isNumber: true,
        header: t('stockPages.actions'),
        cell: (shop) =>
          shop.canWrite && (
            <span className="inline-flex gap-1">
              {shop.isWriting && <RewriteButton shop={shop} />}
              <Button
                size="small"
                aria-label={t('stockPages.setUpOf', { shop: shop.name })}
                onClick={() => onEdit(shop)}
              >
                {t('stockPages.setUp')}
              </Button>
            </span>
          ),
      },
    ],
    [t, moment, onEdit],
  );
}

/** Which platforms are told what is free, how much of it they may offer, and how that goes. */
export function Writing() {
  const t = useTranslations('stockPages');
  const shops = useStockShops();
  const [editing, setEditing] = useState<StockShop | null>(null);
  const columns = useWritingColumns(setEditing);
  return (
    <>
      <p className="border-b border-line px-4 py-2 text-small text-ink-2">{t('writingHint')}</p>
      <ListBody list={shops}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('noShop')} hint={t('noShopHint')} />
          ) : (
            <div className="flex min-h-0 flex-1 flex-col bg-surface">
              <VirtualTable
                label={t('tab_writing')}
                columns={columns}
                rows={rows}
                total={rows.length}
                keyOf={({ shopId }) => shopId}
                selectedKey={null}
                rowHeight={40}
              />
            </div>
          )
        }
      </ListBody>
      {editing && <WritingForm shop={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
