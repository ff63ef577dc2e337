'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useTexts } from '@/app/_order/use-texts';
import { stageDueAt } from '@/domain/order/stage-due';
import type { StageOwner } from '@/domain/order/stage-owner';
import { carrierName } from '@/domain/reply/carrier-name';
import type { OrderDetail } from '@/server/orders/order-detail';
import { clockText } from '@/ui/duration';
import type { SectionProps } from '../sections';

/** Which stage the order stands in and whether it is over its limit, who has to move it on, and where time was lost before. */
export function BlameLine({ page: { order, owner, openCard } }: SectionProps) {
  const t = useTranslations('orderPage.blame');
  return (
    <p className="flex shrink-0 flex-wrap items-center gap-x-3 border-b border-line bg-surface px-4 py-1 text-small text-ink-2">
      {owner === null ? <span>{t('ended')}</span> : <Now order={order} owner={owner} />}
      {openCard !== null && (
        <span>
          {t('card')}{' '}
          <Link
            href={`/desk?task=${openCard.taskId}`}
            prefetch={false}
            className="text-tide underline underline-offset-2"
          >
            {openCard.seatName ?? t('cardUnclaimed', { group: openCard.groupName })}
          </Link>
        </span>
      )}
      <Lost order={order} />
    </p>
  );
}

function useOwnerText(): (owner: StageOwner) => string {
  const t = useTranslations('orderPage.blame');
  return ({ kind, name }) => {
    const known = kind === 'carrier' && name !== null ? carrierName(name) || name : name;
    return known ? `${t(`owner.${kind}`)} ${known}` : t(`owner.${kind}`);
  };
}

function Now({ order, owner }: { order: OrderDetail; owner: StageOwner }) {
  const t = useTranslations();
  const now = useServerNow();
  const ownerText = useOwnerText();
  const dueAt = stageDueAt({
    ...order,
    shipBy: order.facts.shipBy?.value ?? null,
    promisedAt: order.facts.promisedAt?.value ?? null,
  });
  const stage = t(`terms.stage.${order.stage}`);
  const isTimed = dueAt !== null && now > 0 && !order.isHistory;
  const isLate = isTimed && now > dueAt;
  return (
    <>
      <b className={`font-semibold ${isLate ? 'text-red' : 'text-ink'}`}>
        {!isTimed
          ? t('orderPage.blame.inStage', { stage })
          : isLate
            ? t('orderPage.blame.late', { stage, time: clockText(now - dueAt) })
            : t('orderPage.blame.left', { stage, time: clockText(dueAt - now) })}
      </b>
      <span>{t('orderPage.blame.owns', { owner: ownerText(owner) })}</span>
    </>
  );
}

/** The finished stages that took longer than they may. */
function Lost({ order }: { order: OrderDetail }) {
  const t = useTranslations();
  const texts = useTexts();
  const lost = order.isHistory ? [] : order.stages.filter(({ overMs }) => overMs !== null);
  if (lost.length === 0) return null;
  return (
    <span className="text-red">
      {t('orderPage.blame.lost', {
        stages: lost
          .map(({ stage, overMs }) => `${t(`terms.stage.${stage}`)} ${texts.length(overMs ?? 0)}`)
          .join(t('orders.and')),
      })}
    </span>
  );
}
