'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { yuanText } from '@/app/_order/money';
import { useTexts } from '@/app/_order/use-texts';
import { reviewShown } from '@/domain/order/review-shown';
import { carrierName } from '@/domain/reply/carrier-name';
import type { FactView } from '@/server/orders/fact-views';
import type { OrderDetail } from '@/server/orders/order-detail';
import { CopyButton } from './copyable';
import { StockLine } from './stock-line';

interface FactBoxProps {
  readonly title: string;
  /** The fact that says it: its source and time are shown. */
  readonly said: Pick<FactView<unknown>, 'source' | 'at'> | null;
  readonly isOurs?: boolean;
  readonly children: ReactNode;
  readonly notes: readonly (string | null)[];
}

function FactBox({ title, said, isOurs = false, children, notes }: FactBoxProps) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  const source = isOurs ? t('desk.here') : said ? t(`terms.source.${said.source}`) : t('desk.nobodySaid');
  return (
    <div className="min-w-0 bg-surface px-4 pt-1.5 pb-2 text-small">
      <h2 className="flex justify-between gap-2 text-ink-3">
        {title}
        <span
          className="truncate"
          title={said ? t('desk.saidAt', { time: texts.time(said.at, now, true) }) : undefined}
        >
          {source}
        </span>
      </h2>
      <p className="flex items-center gap-1 truncate text-base font-semibold">{children}</p>
      <p className="truncate text-tiny text-ink-3">{notes.filter(Boolean).join(' · ') || '\u00a0'}</p>
    </div>
  );
}

function Payment({ order }: { order: OrderDetail }) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  const { paidAt, paidFen, amountFen, paymentMethod, refundFen } = order.facts;
  const method = paymentMethod?.value;
  const refund = refundFen?.value ?? 0;
  return (
    <FactBox
      title={t('desk.fact.payment')}
      said={paidAt ?? paidFen ?? amountFen}
      notes={[
        method ? t(`terms.payment.${method}`) : null,
        paidAt ? texts.time(paidAt.value, now, true) : null,
        refund > 0 ? t('desk.refunded', { amount: yuanText(refund) }) : null,
      ]}
    >
      {paidAt || (paidFen?.value ?? 0) > 0
        ? t('desk.paid', { amount: yuanText(paidFen?.value ?? amountFen?.value ?? null) })
        : t('desk.unpaid', { amount: yuanText(amountFen?.value ?? null) })}
    </FactBox>
  );
}

function Warehouse({ order }: { order: OrderDetail }) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  const { warehouse } = order.facts;
  const when = order.review === 'released' ? order.releasedAt : order.heldAt;
  return (
    <FactBox
      title={t('desk.fact.warehouse')}
      said={warehouse}
      isOurs={warehouse === null}
      notes={[warehouse?.value ?? t('desk.noWarehouse'), when === null ? null : texts.time(when, now, true)]}
    >
      {t(`terms.review.${reviewShown(order.review, order.status)}`)}
    </FactBox>
  );
}

function Packing({ order }: { order: OrderDetail }) {
  const t = useTranslations('desk');
  const texts = useTexts();
  const now = useServerNow();
  const packed = order.facts.packedAt ?? order.facts.shippedAt;
  const { pickedAt } = order.facts;
  const said = packed ?? pickedAt;
  return (
    <FactBox
      title={t('fact.packing')}
      said={said}
      notes={[
        packed ? texts.time(packed.value, now, true) : null,
        pickedAt ? t('pickedAt', { time: texts.time(pickedAt.value, now) }) : null,
      ]}
    >
      {packed ? t('packed') : pickedAt ? t('picked') : t('notPicked')}
    </FactBox>
  );
}

function Courier({ order }: { order: OrderDetail }) {
  const t = useTranslations('desk');
  const texts = useTexts();
  const now = useServerNow();
  const { carrier, trackingNo, collectedAt, signedAt } = order.facts;
  const name = carrier ? carrierName(carrier.value) || carrier.value : null;
  const state = signedAt
    ? t('signedAt', { time: texts.time(signedAt.value, now) })
    : collectedAt
      ? t('collectedAt', { time: texts.time(collectedAt.value, now) })
      : trackingNo
        ? t('notCollected')
        : null;
  return (
    <FactBox title={t('fact.courier')} said={signedAt ?? collectedAt ?? trackingNo ?? carrier} notes={[name, state]}>
      <span className="truncate">{trackingNo?.value ?? t('noTracking')}</span>
      {trackingNo && <CopyButton text={trackingNo.value} what={t('trackingNo')} />}
    </FactBox>
  );
}

/** Payment, warehouse, packing and courier: what is known, who said so, and when; and what is held of the stock. */
export function FactBoxes({ order }: { order: OrderDetail }) {
  return (
    <div className="grid shrink-0 grid-cols-4 gap-px border-b border-line bg-line">
      <Payment order={order} />
      <Warehouse order={order} />
      <Packing order={order} />
      <Courier order={order} />
      <StockLine orderId={order.orderId} />
    </div>
  );
}
