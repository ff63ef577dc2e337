'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useRuleName, VerdictHits, VerdictLine, VerdictUnknowns } from '@/app/_order/verdict-list';
import type { VerdictView } from '@/server/orders/order-detail';

function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-small text-ink-3" title={hint}>
        {title}
      </h3>
      {children}
    </div>
  );
}

/** Why the order is where it is: what hit, with evidence, why it passed, and what could not be judged. */
export function VerdictPart({ verdict }: { verdict: VerdictView | null }) {
  const t = useTranslations('orders');
  const nameOf = useRuleName();
  if (verdict === null) return <p className="text-ink-3">{t('verdictNone')}</p>;
  return (
    <div className="flex flex-col gap-3">
      <VerdictLine verdict={verdict} />
      <Section title={t('hits')}>
        <VerdictHits hits={verdict.hits} />
      </Section>
      {verdict.route === 'pass' && (
        <Section title={t('passedBy')}>
          <p>{verdict.passedBy.length === 0 ? t('passedByNothing') : verdict.passedBy.map(nameOf).join(' · ')}</p>
        </Section>
      )}
      {verdict.skipped.length > 0 && (
        <Section title={t('skipped')}>
          {verdict.skipped.map(({ rule, by }) => (
            <p key={rule.ruleId}>{t('skippedBy', { rule: nameOf(rule), by: nameOf(by) })}</p>
          ))}
        </Section>
      )}
      {verdict.unknowns.length > 0 && (
        <Section title={t('unknowns')} hint={t('unknownsHint')}>
          <VerdictUnknowns unknowns={verdict.unknowns} />
        </Section>
      )}
    </div>
  );
}
