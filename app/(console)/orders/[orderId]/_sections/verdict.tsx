'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useRuleName, VerdictHits, VerdictLine, VerdictUnknowns } from '@/app/_order/verdict-list';
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

/** Why the order is where it is: what hit, with evidence, why it passed, and what could not be judged. */
export function Verdict({ page }: SectionProps) {
  const t = useTranslations('orders');
  const nameOf = useRuleName();
  const { verdict } = page.order;
  if (verdict === null) return <p className="text-ink-3">{t('verdictNone')}</p>;
  return (
    <div className="flex flex-col gap-3">
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
