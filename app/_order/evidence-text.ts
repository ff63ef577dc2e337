'use client';
import { useTranslations } from 'next-intl';
import type { Evidence } from '@/domain/triage/verdict';
import { useHoldText } from './hold-text';
import { yuanText } from './money';

const SENTENCES = {
  'address-vague': 'addressVague',
  'relay-address': 'relayAddress',
  'phone-invalid': 'phoneInvalid',
  'platform-hold': 'platformHold',
  'same-ip-burst': 'sameIpBurst',
  'unit-price-off': 'unitPriceOff',
  'whole-thousand-payment': 'wholeThousand',
  'urgent-phrase': 'urgentPhrase',
  'amount-at-least': 'amountAtLeast',
  'small-and-mainland': 'amountAtLeast',
  'payment-method': 'paymentMethod',
  'paid-by-wallet': 'paymentMethod',
  'outside-mainland': 'outsideMainland',
  'is-paid': 'isPaid',
  'phone-far': 'phoneFar',
  'new-account-coupon': 'newAccountCoupon',
  'no-recent-returns': 'noRecentReturns',
  'many-accounts-one-address': 'manyAccounts',
  'recipients-differ': 'recipientsDiffer',
  'recipient-contradicts': 'recipientContradicts',
  'duty-terms-missing': 'dutyTermsMissing',
  'remote-region': 'remoteRegion',
  'payment-mismatch': 'paymentMismatch',
} as const;

const hasSentence = (signal: string): signal is keyof typeof SENTENCES => Object.hasOwn(SENTENCES, signal);

function numberText(value: number | undefined, unit: Evidence['unit']): string {
  if (value === undefined) return '—';
  if (unit === 'fen') return yuanText(value);
  if (unit === 'bp') return `${value / 100}%`;
  return value.toLocaleString('en');
}

/** Says one piece of evidence as a sentence: which words, which number against which limit. */
export function useEvidenceText(): (evidence: Evidence) => string {
  const t = useTranslations('orders');
  const terms = useTranslations('terms');
  const reasonText = useReasonText();
  const holdText = useHoldText();
  return (evidence) => {
    const { signal, span = '', unit } = evidence;
    const isMethod = evidence.field === 'paymentMethod' && terms.has(`payment.${span}`);
    const sentence = hasSentence(signal) ? SENTENCES[signal] : 'other';
    const isBare = sentence === 'addressVague' && span === '';
    return t(`evidence.${isBare ? 'addressVagueBare' : sentence}`, {
      signal,
      span: isMethod ? terms(`payment.${span}`) : signal === 'platform-hold' ? holdText(span) : span,
      reason: reasonText(evidence.reason ?? ''),
      number: numberText(evidence.number, unit),
      limit: numberText(evidence.limit, unit),
    });
  };
}

/** Says why something could not be judged, or what is wrong with a value; unknown reasons stay as they are. */
export function useReasonText(): (reason: string) => string {
  const t = useTranslations('orders');
  return (reason) => (reason !== '' && t.has(`reason.${reason}`) ? t(`reason.${reason}`) : reason);
}
