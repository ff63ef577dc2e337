'use client';
import { useTranslations } from 'next-intl';
import type { LetterCounts } from '@/server/dead-letters/count';
import { Button } from '@/ui/button';
import { DayField, filterTint } from '../../_parts/day-field';
import { KINDS, type LetterParams } from '../_hooks/letter-params';
import { SourceField } from './source-field';

/** Kind, shop or link, reason, time; what is chosen stands in the address, with how many it leaves. */
export function LetterFilterBar(props: {
  params: LetterParams;
  counts: LetterCounts | undefined;
  onChange: (change: Partial<LetterParams>) => void;
  onClear: () => void;
}) {
  const t = useTranslations('settings.deadLetters');
  const { params, counts, onChange } = props;
  const kinds = params.kinds ?? [];
  const toggle = (kind: (typeof KINDS)[number]) => {
    const next = kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind];
    onChange({ kinds: next.length === 0 ? null : next });
  };
  return (
    <search aria-label={t('filters')} className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      {KINDS.map((kind) => (
        <Button key={kind} size="small" isPressed={kinds.includes(kind)} onClick={() => toggle(kind)}>
          {t(`kind_${kind}`)}
          {counts && <b className="tabular-nums">{counts.byKind[kind].toLocaleString('en')}</b>}
        </Button>
      ))}
      <SourceField params={params} onChange={onChange} />
      <input
        type="search"
        aria-label={t('reason')}
        placeholder={t('reason')}
        value={params.reason ?? ''}
        onChange={({ target }) => onChange({ reason: target.value === '' ? null : target.value })}
        className={`h-[30px] w-44 rounded-md border px-2 placeholder:text-ink-3 ${filterTint(params.reason !== null)}`}
      />
      <DayField label={t('from')} value={params.from} onChange={(from) => onChange({ from })} />
      <DayField label={t('to')} value={params.to} onChange={(to) => onChange({ to })} />
      {Object.values(params).some((value) => value !== null) && (
        <Button variant="quiet" onClick={props.onClear}>
          {t('clear')}
        </Button>
      )}
    </search>
  );
}
