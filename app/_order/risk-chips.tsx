'use client';
import { MapPinned, PhoneOff, Receipt, ReceiptText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RiskMark, RiskMarkKind } from '@/domain/order/risk-marks';
import { useReasonText } from './evidence-text';

const ICONS: Readonly<Record<RiskMarkKind, typeof MapPinned>> = {
  'remote-region': MapPinned,
  'phone-malformed': PhoneOff,
  'duty-terms-open': Receipt,
  'duty-terms-unstated': ReceiptText,
};

/** One high-risk mark: a sign of its own and a word, never colour alone. */
export function RiskChip({ kind, why, isShort = false }: { kind: RiskMarkKind; why?: string; isShort?: boolean }) {
  const t = useTranslations('terms');
  const Icon = ICONS[kind];
  const word = t(`mark.${kind}`);
  return (
    <span
      title={why ?? word}
      className="inline-flex shrink-0 items-center gap-1 rounded border border-amber-line bg-amber-soft px-1 text-small whitespace-nowrap text-amber"
    >
      <Icon aria-hidden size={12} />
      {isShort ? <span className="sr-only">{word}</span> : word}
    </span>
  );
}

/** Says why an order has a mark and what that was compared with; never the words of the value. */
export function useMarkText(): (mark: RiskMark) => string {
  const t = useTranslations('marks');
  const reasonText = useReasonText();
  return ({ kind, reason, edition }) =>
    t('why', { why: t(`why_${kind}`, { reason: reasonText(reason ?? '') }), edition });
}

/** The high-risk marks of an order, each with its reason. */
export function RiskChips({ marks, isShort = false }: { marks: readonly RiskMark[]; isShort?: boolean }) {
  const textOf = useMarkText();
  return marks.map((mark) => <RiskChip key={mark.kind} kind={mark.kind} why={textOf(mark)} isShort={isShort} />);
}

/** A cleaned value with the places that caused marks underlined. Only for a value that may be seen. */
export function MarkedText({ text, marks }: { text: string; marks: readonly RiskMark[] }) {
  const mark = marks[0];
  if (mark === undefined || text === '') return text;
  const [start, end] = mark.span ?? [0, text.length];
  return (
    <>
      {text.slice(0, start)}
      <mark className="bg-transparent font-semibold text-amber underline decoration-amber decoration-wavy underline-offset-2">
        {text.slice(start, end)}
      </mark>
      {text.slice(end)}
    </>
  );
}
