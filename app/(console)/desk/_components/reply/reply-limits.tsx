'use client';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { hasUnfilled } from '@/domain/reply/fill-template';
import { MAX_REPLY_BYTES, SENDS_PER_INBOUND } from '@/domain/reply/quota';
import type { ReplyChannel } from '@/server/replies/capability';
import { Chip } from '@/ui/chip';
import { clockText } from '@/ui/duration';

const encoder = new TextEncoder();
export const bytesOf = (text: string): number => encoder.encode(text.trim()).length;

/** How many messages the channel still takes, and until when; or why none. */
export function Quota({ reply }: { reply: ReplyChannel }) {
  const t = useTranslations('desk');
  const now = useServerNow();
  if (reply.kind === 'copy') return <span>{t('copyOnly')}</span>;
  const { left, expiresAt, reason } = reply.quota;
  const isOver = expiresAt !== null && now >= expiresAt;
  const problem = reason ?? (isOver ? 'window-expired' : null);
  if (problem !== null) return <Chip tone="red">{t(`problem.${problem}`)}</Chip>;
  return (
    <span>
      {t('quota', { left, of: SENDS_PER_INBOUND })}
      {expiresAt !== null && ` · ${t('quotaUntil', { time: clockText(expiresAt - now) })}`}
    </span>
  );
}

/** Whether the text can go out as it is: nothing left to fill in, not too long. */
export function TextCheck({ body, isFromTemplate }: { body: string; isFromTemplate: boolean }) {
  const t = useTranslations('desk');
  const bytes = bytesOf(body);
  if (bytes === 0) return null;
  if (hasUnfilled(body)) return <Chip tone="red">{t('problem.unfilled')}</Chip>;
  if (bytes > MAX_REPLY_BYTES) return <Chip tone="red">{t('bytes', { bytes, limit: MAX_REPLY_BYTES })}</Chip>;
  return (
    <>
      {isFromTemplate && <Chip tone="green">{t('factsChecked')}</Chip>}
      <span>{t('bytes', { bytes, limit: MAX_REPLY_BYTES })}</span>
    </>
  );
}

/** Whether the text may be sent at all. */
export const isSendable = (body: string): boolean => !hasUnfilled(body) && bytesOf(body) <= MAX_REPLY_BYTES;
