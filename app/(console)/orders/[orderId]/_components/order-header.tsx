'use client';
import { Zap } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { type Command, useCommands } from '@/app/_client/commands';
import { yuanText } from '@/app/_order/money';
import { RiskChips } from '@/app/_order/risk-chips';
import { ConflictChip } from '@/app/_outside/conflict-chip';
import type { Review } from '@/domain/order/lifecycle';
import { reviewShown } from '@/domain/order/review-shown';
import type { OrderClass } from '@/domain/triage/verdict';
import { Button } from '@/ui/button';
import { Chip, type ChipTone } from '@/ui/chip';
import { Kbd } from '@/ui/kbd';
import { showToast } from '@/ui/toast';
import { useOutside } from '../_hooks/use-outside';
import type { SectionProps } from '../sections';
import { AskPlatform } from './ask-platform';
import { DecisionChip } from './decision-chip';

const CLASS_TONES: Readonly<Record<OrderClass, ChipTone>> = {
  normal: 'neutral',
  confirm: 'amber',
  abnormal: 'red',
  urgent: 'red',
};
const REVIEW_TONES: Readonly<Record<Review, ChipTone>> = {
  pending: 'neutral',
  held: 'amber',
  released: 'green',
  rejected: 'red',
};

function useHeaderCommands(orderNo: string, openTaskId: string | null) {
  const t = useTranslations();
  const router = useRouter();
  const commands = useMemo<Command[]>(() => {
    const group = t('orderPage.title');
    const copy = async () => {
      const isCopied = await copyText(orderNo);
      showToast(t(isCopied ? 'orderPage.copied' : 'orderPage.notCopied', { orderNo }), isCopied ? 'info' : 'problem');
    };
    const openCard = () => router.push(`/desk?task=${openTaskId}`);
    return [
      { id: 'order.copy', title: t('orderPage.copyNumber'), keys: ['c'], group, run: () => void copy() },
      {
        id: 'order.card',
        title: t('orderPage.openCard'),
        keys: ['o'],
        group,
        run: openCard,
        isEnabled: openTaskId !== null,
      },
      { id: 'order.list', title: t('orderPage.toList'), keys: ['Escape'], group, run: () => router.push('/orders') },
    ];
  }, [t, router, orderNo, openTaskId]);
  useCommands(commands);
  return { copy: commands[0]?.run };
}

function Marks({ order, decision }: Pick<SectionProps['page'], 'order' | 'decision'>) {
  const t = useTranslations();
  return (
    <>
      <Chip>
        {t(`terms.platform.${order.platform}`)} · {order.shopName}
      </Chip>
      <Chip>{t('orderPage.platformStatus', { status: t(`terms.status.${order.status}`) })}</Chip>
      {order.isUrgent && (
        <Chip tone="red">
          <Zap aria-hidden size={12} className="fill-current" />
          {t('terms.class.urgent')}
        </Chip>
      )}
      {order.class && order.class !== 'urgent' && (
        <Chip tone={CLASS_TONES[order.class]}>{t(`terms.class.${order.class}`)}</Chip>
      )}
      <Chip tone={REVIEW_TONES[order.review]}>{t(`terms.review.${reviewShown(order.review, order.status)}`)}</Chip>
      {decision && (
        <DecisionChip disposition={decision.disposition}>
          {t('orderPage.foundBy', {
            decision: t(`desk.decision.${decision.disposition}`),
            name: decision.byName ?? t('orders.bySystem'),
          })}
        </DecisionChip>
      )}
      <ConflictMark orderId={order.orderId} />
      <RiskChips marks={order.marks} />
      {order.isHistory && <Chip title={t('orderPage.historyHint')}>{t('orderList.history')}</Chip>}
      {(order.facts.buyerTags?.value ?? []).map((tag) => (
        <Chip key={tag} tone="violet">
          {tag}
        </Chip>
      ))}
    </>
  );
}

function ConflictMark({ orderId }: { orderId: string }) {
  const { data } = useOutside(orderId);
  return data?.conflicts.some(({ closedAt }) => closedAt === null) ? <ConflictChip /> : null;
}

/** Order number, where it is from, what it is judged to be, and the way to its open card. */
export function OrderHeader({ page }: SectionProps) {
  const { order, openCard, decision } = page;
  const t = useTranslations('orderPage');
  const openTaskId = openCard?.taskId ?? null;
  const { copy } = useHeaderCommands(order.orderNo, openTaskId);
  return (
    <header className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <h1 className="text-lead font-semibold">{order.orderNo}</h1>
      <Button size="small" variant="quiet" keys="c" onClick={copy}>
        {t('copyNumber')}
      </Button>
      <AskPlatform page={page} />
      <Marks order={order} decision={decision} />
      <span className="ml-auto flex items-center gap-3">
        <b className="text-lead font-semibold">{yuanText(order.facts.amountFen?.value ?? null)}</b>
        {openTaskId !== null && (
          <Link
            href={`/desk?task=${openTaskId}`}
            className="inline-flex h-[30px] items-center gap-1.5 rounded-md border border-tide bg-tide px-2.5 font-semibold text-tide-ink"
          >
            {t('openCard')} <Kbd keys="o" isOnAccent />
          </Link>
        )}
      </span>
    </header>
  );
}
