'use client';
import { useTranslations } from 'next-intl';
import type { Instant } from '@/domain/clocks/instant';
import { minuteText } from '@/domain/clocks/shop-zone';
import { TextField } from '@/ui/text-field';

/** Takes a day and a time in the zone of the shops, and says so; read it with `minuteOf`. */
export function MomentField(props: {
  name: string;
  label: string;
  hint?: string;
  isRequired?: boolean;
  initial?: Instant;
}) {
  const t = useTranslations('common');
  return (
    <TextField
      type="datetime-local"
      name={props.name}
      label={t('inBeijing', { label: props.label })}
      required={props.isRequired}
      {...(props.hint !== undefined && { hint: props.hint })}
      {...(props.initial !== undefined && { defaultValue: minuteText(props.initial) })}
    />
  );
}
