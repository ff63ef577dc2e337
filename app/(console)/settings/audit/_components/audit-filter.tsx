'use client';
import { useTranslations } from 'next-intl';
import type { AuditState } from '@/server/audit/state';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/select-field';
import { DayField, filterTint } from '../../_parts/day-field';
import type { AuditParams } from '../_hooks/audit-params';
import { useAuditWords } from '../_hooks/audit-words';

interface FilterProps {
  readonly params: AuditParams;
  readonly state: AuditState | undefined;
  readonly onChange: (change: Partial<AuditParams>) => void;
  readonly onClear: () => void;
}

/** Time, person, action, object; what is chosen stands in the address. */
export function AuditFilter({ params, state, onChange, onClear }: FilterProps) {
  const t = useTranslations('audit');
  const { actionText } = useAuditWords();
  const people = state?.people.map(({ userId, name }) => ({ value: userId, label: name })) ?? [];
  const actions = (state?.actions ?? [])
    .map((action) => ({ value: action, label: actionText(action) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <search aria-label={t('filters')} className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <DayField label={t('from')} value={params.from} onChange={(from) => onChange({ from })} />
      <DayField label={t('to')} value={params.to} onChange={(to) => onChange({ to })} />
      <SelectField
        label={t('who')}
        isLabelHidden
        isActive={params.actor !== null}
        value={params.actor ?? ''}
        options={[{ value: '', label: t('anybody') }, { value: 'system', label: t('system') }, ...people]}
        onChange={(actor) => onChange({ actor: actor === '' ? null : actor })}
      />
      <SelectField
        label={t('what')}
        isLabelHidden
        isActive={params.action !== null}
        value={params.action ?? ''}
        options={[{ value: '', label: t('anything') }, ...actions]}
        onChange={(action) => onChange({ action: action === '' ? null : action })}
      />
      <input
        type="search"
        aria-label={t('object')}
        placeholder={t('object')}
        value={params.ref ?? ''}
        onChange={(event) => onChange({ ref: event.target.value === '' ? null : event.target.value })}
        className={`h-[30px] w-44 rounded-md border px-2 placeholder:text-ink-3 ${filterTint(params.ref !== null)}`}
      />
      {Object.values(params).some((value) => value !== null) && (
        <Button variant="quiet" onClick={onClear}>
          {t('clear')}
        </Button>
      )}
    </search>
  );
}
