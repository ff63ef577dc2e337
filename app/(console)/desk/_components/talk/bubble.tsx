'use client';
import { Check, CircleX, Clock3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useTexts } from '@/app/_order/use-texts';
import type { Interaction } from '@/server/interactions/recent';

type Look = 'in' | 'out' | 'system' | 'note';

const LOOKS: Readonly<Record<Look, string>> = {
  in: 'border-line bg-surface',
  out: 'border-tide-line bg-tide-soft',
  system: 'border-dashed border-line-strong text-small text-ink-2',
  note: 'border-amber-line bg-amber-soft',
};

function lookOf({ kind, direction }: Interaction): Look {
  if (kind === 'note') return 'note';
  if (kind === 'system') return 'system';
  return direction === 'out' ? 'out' : 'in';
}

/** Whether a sent message arrived: queued, sent, sent elsewhere, or failed and why. */
function SendState({ item }: { item: Interaction }) {
  const t = useTranslations('desk');
  if (item.sendState === null) return null;
  const isFailed = item.sendState === 'failed';
  const error =
    item.sendError && t.has(`sendError.${item.sendError}`) ? t(`sendError.${item.sendError}`) : item.sendError;
  const Sign = isFailed ? CircleX : item.sendState === 'queued' ? Clock3 : Check;
  return (
    <span className={`inline-flex items-center gap-1 ${isFailed ? 'font-semibold text-red' : ''}`}>
      <Sign aria-hidden size={12} />
      {t(`sendState.${item.sendState}`)}
      {isFailed && error && `:${error}`}
    </span>
  );
}

/** One message, call, SMS, system line or note. */
export function Bubble({ item, orderNo }: { item: Interaction; orderNo: string | null }) {
  const t = useTranslations('desk');
  const texts = useTexts();
  const now = useServerNow();
  const look = lookOf(item);
  const removed = useTranslations('privacy')('removed');
  const isGone = item.isRecalled || item.isRemoved;
  const author = item.authorName ?? (look === 'in' ? t('customer') : look === 'system' ? t('system') : null);
  const channel = t.has(`channel.${item.channel}`) ? t(`channel.${item.channel}`) : item.channel;
  const intent = item.intent && item.intent !== 'unknown' ? t(`intent.${item.intent}`) : null;
  const meta = [
    author,
    look === 'note' ? t('note') : channel,
    intent && t('readAs', { intent, percent: Math.round((item.intentBp ?? 0) / 100) }),
    item.orderNo && item.orderNo !== orderNo ? t('aboutOrder', { orderNo: item.orderNo }) : null,
  ];
  return (
    <li className="grid grid-cols-[44px_minmax(0,1fr)] gap-2">
      <time className="pt-1.5 text-tiny leading-[14px] text-ink-3">{texts.time(item.at, now)}</time>
      <div className={`max-w-[86%] justify-self-start rounded-lg border px-2.5 py-1.5 ${LOOKS[look]}`}>
        <p className={`break-words whitespace-pre-wrap ${isGone ? 'text-ink-3 italic' : ''}`}>
          {item.isRecalled ? t('recalled') : item.isRemoved ? removed : item.body}
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-tiny text-ink-3">
          {meta.filter(Boolean).join(' · ')}
          <SendState item={item} />
        </p>
      </div>
    </li>
  );
}
