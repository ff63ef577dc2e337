'use client';
import { useTranslations } from 'next-intl';
import { useEvidenceText, useReasonText } from '@/app/_order/evidence-text';
import { useTierNameById } from '@/app/_order/tier-name';
import { useRuleName } from '@/app/_order/verdict-list';
import type { VerdictView } from '@/server/orders/order-detail';
import type { TaskDetail } from '@/server/tasks/open';
import { Chip } from '@/ui/chip';
import { useRowHint } from '../queue/use-row-hint';
import { SidePart } from './side-part';
import { useSeatWhy } from './use-seat-why';

/** A weight that fills the bar: more than any one rule weighs by default. */
const FULL_WEIGHT_BP = 5_000;

type Hit = VerdictView['hits'][number];

function Weight({ weightBp }: { weightBp: number }) {
  const t = useTranslations('desk');
  const percent = Math.min(100, Math.round((weightBp / FULL_WEIGHT_BP) * 100));
  return (
    <span
      role="img"
      aria-label={t('weight', { points: Math.round(weightBp / 100) })}
      title={t('weight', { points: Math.round(weightBp / 100) })}
      className="h-1.5 w-16 shrink-0 self-center overflow-hidden rounded-full bg-sunken"
    >
      <i className="block h-full bg-red" style={{ width: `${percent}%` }} />
    </span>
  );
}

function HitLine({ hit }: { hit: Hit }) {
  const t = useTranslations('desk');
  const nameOf = useRuleName();
  const evidenceText = useEvidenceText();
  const telling = hit.evidence.filter(({ signal }) => signal !== 'is-paid');
  const sentences = (telling.length > 0 ? telling : hit.evidence).map(evidenceText);
  return (
    <li>
      <p className="flex items-baseline justify-between gap-2">
        <span className="font-semibold">{nameOf(hit)}</span>
        {hit.weightBp > 0 ? <Weight weightBp={hit.weightBp} /> : <Chip tone="red">{t(`outcome.${hit.outcome}`)}</Chip>}
      </p>
      {sentences.map((sentence) => (
        <p key={sentence} className="text-small">
          <mark className="rounded-sm bg-red-soft box-decoration-clone px-1 text-red">{sentence}</mark>
        </p>
      ))}
    </li>
  );
}

const FEW_HITS = 3;

/** What could not be judged, and why not; folded away where many rules hit. */
function Unknowns({ unknowns, isOpen }: { unknowns: VerdictView['unknowns']; isOpen: boolean }) {
  const t = useTranslations('desk');
  const nameOf = useRuleName();
  const reasonText = useReasonText();
  if (unknowns.length === 0) return null;
  return (
    <details open={isOpen} className="text-small text-ink-3">
      <summary className="cursor-pointer">{t('unknowns', { count: unknowns.length })}</summary>
      <ul>
        {unknowns.map((rule) => (
          <li key={rule.ruleId}>{t('unknown', { rule: nameOf(rule), reason: reasonText(rule.reason) })}</li>
        ))}
      </ul>
    </details>
  );
}

/** Why the card exists and why it is on this seat: rules with their evidence, what nobody could judge, tier. */
export function Why({ detail }: { detail: TaskDetail }) {
  const t = useTranslations('desk');
  const rowHint = useRowHint();
  const seatWhy = useSeatWhy();
  const { row, order } = detail;
  const verdict = order?.verdict ?? null;
  const messages = { ...row, reasons: row.reasons.filter(({ kind }) => kind !== 'rule' && kind !== 'burst') };
  const why = seatWhy(detail);
  const tier = useTierNameById()(row.tierId);
  return (
    <SidePart title={t('why')} note={verdict ? t('ruleSet', { version: verdict.ruleSetVersion }) : undefined}>
      <div className="flex flex-col gap-1.5">
        {messages.reasons.length > 0 && <p className="font-semibold">{rowHint(messages)}</p>}
        {verdict && verdict.hits.length > 0 && (
          <ul className="flex flex-col gap-1.5">
            {verdict.hits.map((hit) => (
              <HitLine key={hit.ruleId} hit={hit} />
            ))}
          </ul>
        )}
        {verdict && <Unknowns unknowns={verdict.unknowns} isOpen={verdict.hits.length <= FEW_HITS} />}
        <p className="text-small text-ink-2">
          {t('tierIs', { tier })}
          {why && ` · ${t('seatIs', { why })}`}
        </p>
      </div>
    </SidePart>
  );
}
