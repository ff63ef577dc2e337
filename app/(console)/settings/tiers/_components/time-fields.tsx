'use client';
import { useTranslations } from 'next-intl';
import type { RespondTime, Tier, WarnTime } from '@/domain/tiers/tier';
import type { TierProblem } from '@/domain/tiers/tier-problems';
import { SelectField } from '@/ui/select-field';
import { NumberField } from './number-field';
import { useProblemText } from './problem-text';
import { SpanField } from './span-field';

const HOUR_MS = 3_600_000;
const respondOf = (kind: RespondTime['kind']): RespondTime =>
  kind === 'within' ? { kind, ms: 2 * HOUR_MS } : { kind };
const warnOf = (kind: WarnTime['kind']): WarnTime =>
  kind === 'share' ? { kind, leftPercent: 25 } : { kind, ms: HOUR_MS / 2 };

/** By when cards of the tier are due, and when their warning begins. */
export function TimeFields(props: { tier: Tier; problems: readonly TierProblem[]; onChange: (tier: Tier) => void }) {
  const { tier, onChange } = props;
  const { respond, warn } = tier;
  const t = useTranslations('settings.tiers');
  const problemText = useProblemText(props.problems);
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">{t('times')}</h2>
      <div className="flex flex-wrap items-start gap-2">
        <SelectField
          label={t('respond')}
          value={respond.kind}
          options={(['within', 'same-business-day'] as const).map((value) => ({
            value,
            label: t(`respondKind.${value}`),
          }))}
          onChange={(kind) => onChange({ ...tier, respond: respondOf(kind) })}
        />
        {respond.kind === 'within' && (
          <SpanField
            label={t('respondSpan')}
            ms={respond.ms}
            error={problemText('respond')}
            onChange={(ms) => onChange({ ...tier, respond: { kind: 'within', ms } })}
          />
        )}
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <SelectField
          label={t('warn')}
          value={warn.kind}
          options={(['share', 'before'] as const).map((value) => ({ value, label: t(`warnKind.${value}`) }))}
          onChange={(kind) => onChange({ ...tier, warn: warnOf(kind) })}
        />
        {warn.kind === 'share' ? (
          <NumberField
            label={t('warnShare')}
            value={warn.leftPercent}
            suffix="%"
            error={problemText('warn')}
            onChange={(leftPercent) => onChange({ ...tier, warn: { kind: 'share', leftPercent } })}
          />
        ) : (
          <SpanField
            label={t('warnSpan')}
            ms={warn.ms}
            error={problemText('warn')}
            onChange={(ms) => onChange({ ...tier, warn: { kind: 'before', ms } })}
          />
        )}
      </div>
    </section>
  );
}
