'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { useTRPC } from '@/app/_client/trpc';
import { yuanText } from '@/app/_order/money';
import { useTexts } from '@/app/_order/use-texts';
import type { BuyersOrder, Buyer as BuyerView } from '@/server/orders/buyer';
import { DecisionChip } from '../_components/decision-chip';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';

/** Who bought it: orders, money back, total, complaints, what was found of their orders before, last contact, other orders. */
export function Buyer({ page }: SectionProps) {
  const { orderId } = page.order;
  const buyer = useQuery(useTRPC().orders.buyer.queryOptions({ orderId }));
  return (
    <QueryPart query={buyer}>
      {(data) => (
        <>
          <Figures buyer={data} />
          <Past buyer={data} />
          {data.orders.length > 0 && <Others orders={data.orders} />}
        </>
      )}
    </QueryPart>
  );
}

function Figure({ label, isAlarming = false, children }: { label: string; isAlarming?: boolean; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col-reverse">
      <dt className="truncate text-small text-ink-3">{label}</dt>
      <dd className={`text-lead font-semibold ${isAlarming ? 'text-red' : ''}`}>{children}</dd>
    </div>
  );
}

function Figures({ buyer: { profile } }: { buyer: BuyerView }) {
  const t = useTranslations('orderPage.buyer');
  return (
    <dl className="grid grid-cols-4 gap-2">
      <Figure label={t('orders')}>{profile.orderCount}</Figure>
      <Figure label={t('paid')}>{yuanText(profile.paidFen)}</Figure>
      <Figure label={t('returns')}>
        {profile.returnCount}
        {profile.refundFen > 0 && (
          <span className="ml-1 text-small font-normal text-ink-3">{yuanText(profile.refundFen)}</span>
        )}
      </Figure>
      <Figure label={t('complaints')} isAlarming={profile.complaintCount > 0}>
        {profile.complaintCount}
      </Figure>
    </dl>
  );
}

function Past({ buyer }: { buyer: BuyerView }) {
  const t = useTranslations('orderPage');
  const texts = useTexts();
  const now = useServerNow();
  const { dispositions, lastContact, profile } = buyer;
  const found = (['true', 'false-alarm', 'investigate'] as const).filter((kind) => dispositions[kind] > 0);
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-ink-2">
      {found.length === 0
        ? t('buyer.neverSuspected')
        : found.map((kind) => (
            <DecisionChip key={kind} disposition={kind}>
              {t(`buyer.found_${kind}`, { count: dispositions[kind] })}
            </DecisionChip>
          ))}
      {profile.firstOrderAt !== null && <span>{t('buyer.since', { day: texts.time(profile.firstOrderAt, now) })}</span>}
      <span>
        {lastContact === null
          ? t('talkNone')
          : t('buyer.lastContact', {
              kind: t(`contactKind.${lastContact.kind}`),
              ago: texts.ago(lastContact.at, now),
            })}
      </span>
    </p>
  );
}

function Others({ orders }: { orders: readonly BuyersOrder[] }) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  return (
    <ul aria-label={t('orderPage.buyer.others')} className="mt-2">
      {orders.map((order) => (
        <li
          key={order.orderId}
          className="grid grid-cols-[minmax(0,1fr)_auto_auto_auto] gap-2.5 border-t border-line py-1 text-small"
        >
          <Link href={`/orders/${order.orderId}`} prefetch={false} className="truncate text-tide hover:underline">
            {order.orderNo}
          </Link>
          <span className="text-ink-2">
            {t(`terms.status.${order.status}`)}
            {order.isRefunded && ` · ${t('orderPage.buyer.refunded')}`}
            {order.review === 'rejected' && ` · ${t('terms.review.rejected')}`}
          </span>
          <span>{yuanText(order.amountFen)}</span>
          <time className="text-ink-3" dateTime={new Date(order.placedAt).toISOString()}>
            {texts.time(order.placedAt, now)}
          </time>
        </li>
      ))}
    </ul>
  );
}
