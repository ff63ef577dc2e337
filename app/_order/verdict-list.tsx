'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { VerdictView } from '@/server/orders/order-detail';
import { Chip, type ChipTone } from '@/ui/chip';
import { useEvidenceText, useReasonText } from './evidence-text';

type NamedRule = { readonly ruleId: string; readonly name: Readonly<Record<string, string>> | null };

const OUTCOME_TONES: Readonly<Record<string, ChipTone>> = { block: 'red', confirm: 'amber', expedite: 'violet' };
const ROUTES = {
  pass: ['verdictPass', 'green'],
  confirm: ['verdictConfirm', 'amber'],
  block: ['verdictBlock', 'red'],
} as const;

/** Names a rule in the page's language, as it was called when it judged. */
export function useRuleName(): (rule: NamedRule) => string {
  const locale = useLocale();
  const t = useTranslations('orders');
  return ({ ruleId, name }) => name?.[locale] ?? t('ruleGone', { id: ruleId });
}

/** What the rules decided of an order: route, rule-set version and score in one line. */
export function VerdictLine({ verdict }: { verdict: VerdictView }) {
  const t = useTranslations('orders');
  const [word, tone] = ROUTES[verdict.route];
  return (
    <p className="flex items-center gap-2 text-small text-ink-3">
      <Chip tone={tone}>{t(word)}</Chip>
      {t('verdictVersion', { version: verdict.ruleSetVersion })}
      <span>{t('verdictScore', { score: (verdict.scoreBp / 100).toFixed(0) })}</span>
    </p>
  );
}

/** Every rule that hit, with its evidence as sentences. */
export function VerdictHits({ hits }: { hits: VerdictView['hits'] }) {
  const t = useTranslations('orders');
  const nameOf = useRuleName();
  const say = useEvidenceText();
  if (hits.length === 0) return <p className="text-ink-3">{t('hitsNone')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {hits.map((hit) => (
        <li key={hit.ruleId} className="rounded-md border border-line bg-surface px-2.5 py-1.5">
          <p className="flex items-center justify-between gap-2">
            <span className="font-semibold">{nameOf(hit)}</span>
            <Chip tone={OUTCOME_TONES[hit.outcome] ?? 'neutral'}>{t(`outcome_${hit.outcome}`)}</Chip>
          </p>
          {hit.evidence.map((evidence) => (
            <p key={`${evidence.signal} ${evidence.span ?? ''} ${evidence.number ?? ''}`} className="text-ink-2">
              {say(evidence)}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** The rules that lacked data, each with what was missing. */
export function VerdictUnknowns({ unknowns }: { unknowns: VerdictView['unknowns'] }) {
  const nameOf = useRuleName();
  const reasonText = useReasonText();
  return (
    <ul className="flex flex-col gap-0.5 text-small text-ink-2">
      {unknowns.map((rule) => (
        <li key={`${rule.ruleId} ${rule.reason}`} className="flex justify-between gap-3">
          <span>{nameOf(rule)}</span>
          <span className="text-ink-3">{reasonText(rule.reason)}</span>
        </li>
      ))}
    </ul>
  );
}
