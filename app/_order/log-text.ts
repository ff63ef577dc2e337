'use client';
import { useTranslations } from 'next-intl';
import type { OrderLogLine } from '@/server/orders/log';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Says in words what a line of an order's log is about. */
export function useLogText(): (line: OrderLogLine) => string {
  const t = useTranslations();
  const orElse = (key: string, words: string) => (t.has(key) ? t(key) : words);
  const saidText = (kind: string): string =>
    kind.startsWith('wms.')
      ? orElse(`outside.report_${kind.slice(4)}`, kind)
      : orElse(`orders.saidKind.${kind.replace('.', '-')}`, kind);
  const cardText = ({ action, detail }: OrderLogLine): string => {
    if (action === 'card.disposed')
      return [
        t('orders.logCard.disposed', {
          decision: orElse(`desk.decision.${detail.disposition}`, text(detail.disposition)),
        }),
        detail.cause ? orElse(`desk.cause.${detail.cause}`, text(detail.cause)) : '',
      ]
        .filter(Boolean)
        .join(' · ');
    if (action === 'card.moved')
      return detail.from
        ? t('orders.logCard.moved', { from: text(detail.from), to: text(detail.to) })
        : t('orders.logCard.given', { to: text(detail.to) });
    return orElse(`orders.logCard.${action.replace('card.', '')}`, action);
  };
  const contactText = ({ action, detail }: OrderLogLine): string =>
    [
      t(`orderPage.contactKind.${action.replace('contact.', '')}`),
      detail.direction === 'none' ? '' : t(`orders.logDirection.${detail.direction}`),
      detail.direction === 'none' || detail.channel === 'call' || detail.channel === 'sms'
        ? ''
        : orElse(`desk.channel.${detail.channel}`, text(detail.channel)),
      detail.intent ? orElse(`desk.intent.${detail.intent}`, '') : '',
      detail.sendState === 'failed' ? t('desk.sendState.failed') : '',
    ]
      .filter(Boolean)
      .join(' · ');
  return (line) => {
    switch (line.kind) {
      case 'said':
        return t('orders.logSaid', {
          source: orElse(`terms.source.${line.actor}`, line.actor),
          kind: saidText(line.action),
        });
      case 'done':
        return orElse(`orders.logDone.${line.action.replace('.', '-')}`, line.action);
      case 'card':
        return cardText(line);
      case 'contact':
        return contactText(line);
      case 'looked':
        return t('orders.logLooked', {
          what: orElse(`privacy.field.${line.detail.field}`, text(line.detail.field)),
          reason: orElse(`privacy.reason.${line.detail.reason}`, text(line.detail.reason)),
        });
    }
  };
}
