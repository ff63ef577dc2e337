'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useMe } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { useHoldText } from '@/app/_order/hold-text';
import { useUndeliveredText } from '@/app/_outside/undelivered-text';
import type { QueueRow, TaskReason } from '@/domain/desk/task';

/** Names of rules by id, in the page's language; an id that is no longer in the active set stands for itself. */
export function useRuleNames(): (ruleId: string) => string {
  const names = useQuery({ ...useTRPC().rules.names.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data;
  const locale = useLocale();
  return (ruleId) => names?.[ruleId]?.[locale === 'en' ? 'en' : 'zh-CN'] ?? ruleId;
}

/** Why a card is in the queue, in a few words: rules with the words that caused them, what the customer asks. */
export function useRowHint(): (row: QueueRow) => string {
  const t = useTranslations('desk');
  const troubles = useTranslations('outside');
  const undelivered = useUndeliveredText();
  const ruleName = useRuleNames();
  const holdText = useHoldText();
  const reasonText = ({ kind, ruleId, span }: TaskReason): string => {
    if (kind === 'message') {
      if (span === 'send-failed') return t('hint.sendFailed');
      return span === '' || span === 'unknown' ? t('hint.message') : t('hint.asks', { intent: t(`intent.${span}`) });
    }
    if (kind === 'warehouse')
      return [troubles(`trouble_${ruleId}`), undelivered(span)].filter((part) => part !== '').join(t('hint.joint'));
    if (ruleId === '') return t('hint.manual');
    return span === ''
      ? ruleName(ruleId)
      : t('hint.rule', { rule: ruleName(ruleId), span: ruleId === 'platform-hold' ? holdText(span) : span });
  };
  return (row) => {
    const messages = row.reasons.filter(({ kind }) => kind === 'message');
    const others = row.reasons.filter(({ kind }) => kind !== 'message');
    const lastMessage = messages.at(-1);
    return [
      ...(row.unread > 0 && lastMessage ? [lastMessage] : []),
      ...others,
      ...(row.unread === 0 && lastMessage ? [lastMessage] : []),
    ]
      .map(reasonText)
      .filter((text, index, all) => all.indexOf(text) === index)
      .join(' · ');
  };
}

/** Where a card went that has left the view. */
export function useGoneHint(): (row: QueueRow) => string {
  const t = useTranslations('desk');
  const { userId } = useMe();
  return (row) => {
    if (row.state === 'closed') return t('gone.closed');
    if (row.seatId === null) return t('gone.released');
    return row.seatId === userId ? t('gone.mine') : t('gone.seat', { name: row.seatName ?? '' });
  };
}
