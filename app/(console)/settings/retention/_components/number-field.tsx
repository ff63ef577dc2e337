'use client';
import { useTranslations } from 'next-intl';
import { TextField } from '@/ui/text-field';
import { type Field, MOST, numberIn, type Typed } from '../_hooks/values';

/** A field for one whole number; says what fits when something else stands in it. */
export function NumberField(props: {
  field: Field;
  label: string;
  isLabelHidden?: boolean;
  placeholder?: string;
  typed: Typed;
  onType: (field: Field, text: string) => void;
}) {
  const t = useTranslations('privacy.retention');
  const { field, typed, onType } = props;
  const isFit = numberIn(field, typed[field]) !== undefined;
  return (
    <TextField
      type="text"
      inputMode="numeric"
      autoComplete="off"
      label={props.label}
      isLabelHidden={props.isLabelHidden}
      placeholder={props.placeholder}
      className="w-36"
      value={typed[field]}
      error={isFit ? null : t('outOfRange', { most: MOST[field] })}
      onChange={(event) => onType(field, event.target.value)}
    />
  );
}
