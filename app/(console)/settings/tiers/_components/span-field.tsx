'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectField } from '@/ui/select-field';
import { NumberField } from './number-field';
import { msOf, TIME_UNITS, unitOf } from './tier-text';

/** A length of time: a number and its unit. The unit stays as it was chosen while the number is typed. */
export function SpanField(props: { label: string; ms: number; error: string | null; onChange: (ms: number) => void }) {
  const t = useTranslations('settings.tiers');
  const [chosen, setChosen] = useState(unitOf(props.ms));
  const isWhole = Number.isNaN(props.ms) || props.ms % msOf(chosen) === 0;
  const unit = isWhole ? chosen : unitOf(props.ms);
  return (
    <span className="flex items-start gap-1">
      <NumberField
        key={unit}
        label={props.label}
        value={props.ms}
        scale={msOf(unit)}
        error={props.error}
        onChange={props.onChange}
      />
      <SelectField
        isLabelHidden
        label={t('unitOf', { field: props.label })}
        value={unit}
        options={TIME_UNITS.map((value) => ({ value, label: t(`unit.${value}`) }))}
        onChange={(next) => {
          setChosen(next);
          props.onChange((props.ms / msOf(unit)) * msOf(next));
        }}
      />
    </span>
  );
}
