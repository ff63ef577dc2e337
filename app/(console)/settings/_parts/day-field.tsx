'use client';
import { useTranslations } from 'next-intl';

const dayText = (day: Date | null): string => day?.toISOString().slice(0, 10) ?? '';

/** How a filter looks that is on, or off. */
export const filterTint = (isOn: boolean): string =>
  isOn ? 'border-tide bg-tide-soft text-tide' : 'border-field-line bg-raised';

/** A day of a filter, in the zone of the shops; as a date at midnight UTC. */
export function DayField(props: { label: string; value: Date | null; onChange: (day: Date | null) => void }) {
  const t = useTranslations('common');
  return (
    <label title={t('inBeijing', { label: props.label })} className="flex items-center gap-1.5 text-small text-ink-2">
      {props.label}
      <input
        type="date"
        value={dayText(props.value)}
        onChange={({ target }) => props.onChange(target.value === '' ? null : new Date(`${target.value}T00:00Z`))}
        className={`h-[30px] rounded-md border px-2 ${filterTint(props.value !== null)}`}
      />
    </label>
  );
}
