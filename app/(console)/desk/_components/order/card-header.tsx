'use client';
import { Zap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { yuanText } from '@/app/_order/money';
import { RiskChips } from '@/app/_order/risk-chips';
import { ConflictChip } from '@/app/_outside/conflict-chip';
import type { Attendee } from '@/domain/desk/attendance';
import type { OrderClass } from '@/domain/triage/verdict';
import type { TaskDetail } from '@/server/tasks/open';
import { Avatar } from '@/ui/avatar';
import { Chip, type ChipTone } from '@/ui/chip';
import { AttendeeLine } from '../attendee-line';
import { CopyButton } from './copyable';
import { OpenPanorama } from './open-panorama';

const CLASS_TONES: Readonly<Record<OrderClass, ChipTone>> = {
  normal: 'neutral',
  confirm: 'amber',
  abnormal: 'red',
  urgent: 'red',
};
const VIP = /vip/i;
const MOST_AVATARS = 4;

/** The colleagues who have the card open too, and what they do with it. */
function Attending({ attendees }: { attendees: readonly Attendee[] }) {
  if (attendees.length === 0) return null;
  return (
    <span role="status" className="flex items-center gap-1.5 text-small">
      <span className="flex -space-x-1">
        {attendees.slice(0, MOST_AVATARS).map(({ userId, name }) => (
          <Avatar key={userId} name={name} />
        ))}
      </span>
      <AttendeeLine attendees={attendees} />
    </span>
  );
}

/** Order number, shop, what sets the order apart, whose it is, and how much: one line. */
export function CardHeader({ detail, attendees }: { detail: TaskDetail; attendees: readonly Attendee[] }) {
  const t = useTranslations();
  const { row, order, customer } = detail;
  const who = [order?.who ?? row.who, order?.phoneShown].filter(Boolean).join(' · ');
  const tags = order?.facts.buyerTags?.value ?? [];
  return (
    <header className="flex min-h-11 shrink-0 items-start justify-between gap-3 bg-surface px-4 py-2">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <h1 className="text-lead font-semibold">
          {order?.orderNo ?? t('desk.conversationWith', { name: customer?.name || row.who || t('desk.nobody') })}
        </h1>
        {order && <CopyButton text={order.orderNo} what={t('desk.orderNo')} />}
        {order && <OpenPanorama orderId={order.orderId} orderNo={order.orderNo} />}
        {order && (
          <Chip>
            {t(`terms.platform.${order.platform}`)} · {order.shopName}
          </Chip>
        )}
        {row.isUrgent && (
          <Chip tone="red">
            <Zap aria-hidden size={12} className="fill-current" />
            {t('desk.urgent')}
          </Chip>
        )}
        {row.class && row.class !== 'urgent' && (
          <Chip tone={CLASS_TONES[row.class]}>{t(`terms.class.${row.class}`)}</Chip>
        )}
        {row.conflicts > 0 && <ConflictChip />}
        {order && <RiskChips marks={order.marks} />}
        {tags.map((tag) => (
          <Chip key={tag} tone={VIP.test(tag) ? 'violet' : 'neutral'}>
            {tag}
          </Chip>
        ))}
        {order && who && <Chip title={order.addressShown}>{who}</Chip>}
        <Attending attendees={attendees} />
      </div>
      {order && (
        <span className="shrink-0 text-lead font-semibold">
          {yuanText(order.facts.amountFen?.value ?? row.amountFen)}
        </span>
      )}
    </header>
  );
}
