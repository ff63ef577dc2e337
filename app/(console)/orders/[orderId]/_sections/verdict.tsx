'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useMoment } from '@/app/_order/moment';
import { useRuleName, VerdictHits, VerdictLine, VerdictUnknowns } from '@/app/_order/verdict-list';
import type { HumanDecision } from '@/server/orders/human-decision';
import { DecisionChip } from '../_components/decision-chip';
import type { SectionProps } from '../sections';

function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-small text-ink-3" title={hint}>
        {title}
      </h3>
      {children}
    </div>
  );
}

/** What a person found the suspicion to be, why, and what follows from it for the rules. */
function Decision({ decision }: { decision: HumanDecision }) {
  const t = useTranslations();
  const moment = useMoment();
  const nameOf = useRuleName();
  const { disposition, cause, causeNote, byName, at, clearedRules } = decision;
  return (
    <div className="rounded-md border border-line bg-sunken px-2.5 py-1.5">
      <p className="flex flex-wrap items-center gap-2">
        <DecisionChip disposition={disposition}>{t(`desk.decision.${disposition}`)}</DecisionChip>
        <b className="font-semibold">{byName ?? t('orders.bySystem')}</b>
        {at !== null && <span className="text-small text-ink-3">{moment(at)}</span>}
        {cause !== null && <span className="text-ink-2">{t(`desk.cause.${cause}`)}</span>}
      </p>
      {causeNote && <p className="break-words whitespace-pre-line">{causeNote}</p>}
      <p className="text-small text-ink-2">{t(`orderPage.decisionMeans.${disposition}`)}</p>
      {clearedRules.length > 0 && (
        <p className="text-small text-ink-3">
          {t('orderPage.clearedRules', { rules: clearedRules.map(nameOf).join(' · ') })}
        </p>
      )}
    </div>
  );
}

/** Why the order is where it is: what hit, with evidence, why it passed, and what could not be judged. */
export function Verdict({ page }: SectionProps) {
  const t = useTranslations('orders');
  const nameOf = useRuleName();
  const { verdict } = page.order;
  if (verdict === null) return <p className="text-ink-3">{t('verdictNone')}</p>;
  return (
    <div className="flex flex-col gap-3">
      {page.decision && <Decision decision={page.decision} />}
      <VerdictLine verdict={verdict} />
      <Part title={t('hits')}>
        <VerdictHits hits={verdict.hits} />
      </Part>
      {verdict.route === 'pass' && (
        <Part title={t('passedBy')}>
          <p>{verdict.passedBy.length === 0 ? t('passedByNothing') : verdict.passedBy.map(nameOf).join(' · ')}</p>
        </Part>
      )}
      {verdict.skipped.length > 0 && (
        <Part title={t('skipped')}>
          {verdict.skipped.map(({ rule, by }) => (
            <p key={rule.ruleId}>{t('skippedBy', { rule: nameOf(rule), by: nameOf(by) })}</p>
          ))}
        </Part>
      )}
      {verdict.unknowns.length > 0 && (
        <Part title={t('unknowns')} hint={t('unknownsHint')}>
          <VerdictUnknowns unknowns={verdict.unknowns} />
        </Part>
      )}
    </div>
  );
}
