'use client';
import { useId } from 'react';
import { useFieldCheck } from './field-check';

/** A labelled native select: the keyboard and the system's own list work as everywhere. */
export function SelectField<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
  isLabelHidden?: boolean;
  /** Tinted, for a filter that is on. */
  isActive?: boolean;
  /** The label above, over the whole width: for forms. */
  isStacked?: boolean;
  /** A form with the empty value chosen is not sent. */
  isRequired?: boolean;
}) {
  const id = useId();
  const check = useFieldCheck();
  const chosen = (value: string) => props.options.find((option) => option.value === value);
  return (
    <div className={props.isStacked ? 'flex flex-col gap-1' : 'flex items-center gap-1.5'}>
      <label
        htmlFor={id}
        className={props.isLabelHidden ? 'sr-only' : `text-small text-ink-2 ${props.isStacked ? 'font-semibold' : ''}`}
      >
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        required={props.isRequired}
        aria-invalid={check.error ? true : undefined}
        aria-describedby={check.error ? `${id}-note` : undefined}
        onInvalid={check.onInvalid}
        onChange={(event) => {
          check.forget();
          const option = chosen(event.target.value);
          if (option) props.onChange(option.value);
        }}
        className={`${props.isStacked ? 'h-8' : 'h-[30px] field-sizing-content'} max-w-full rounded-md border px-2 disabled:border-line disabled:bg-sunken disabled:text-ink-2 aria-invalid:border-red ${props.isActive ? 'border-tide bg-tide-soft text-tide' : 'border-field-line bg-raised'}`}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {check.error && (
        <p id={`${id}-note`} className="text-small text-red">
          {check.error}
        </p>
      )}
    </div>
  );
}
