'use client';
import { useId, useState } from 'react';

/** What is typed as a number; not a number while it is none, so that nothing else than what is shown can be published. */
const numberOf = (text: string, scale: number): number =>
  /^\d{1,12}(\.\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text) * scale) : Number.NaN;

/** A short number field with its unit. `scale` = stored units in one shown unit (100 fen in a yuan). */
export function NumberField(props: {
  label: string;
  value: number;
  scale?: number;
  prefix?: string;
  suffix?: string;
  error: string | null;
  onChange: (value: number) => void;
}) {
  const { scale = 1, value } = props;
  const id = useId();
  const [typed, setTyped] = useState(String(value / scale));
  const known = numberOf(typed, scale);
  // The draft may be replaced from outside (another version, another unit); what is being typed is not.
  const text = Object.is(known, value) ? typed : String(value / scale);
  return (
    <span className="flex flex-col gap-1">
      <span className="flex items-center gap-1">
        <label htmlFor={id} className="sr-only">
          {props.label}
        </label>
        {props.prefix && <span aria-hidden>{props.prefix}</span>}
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          value={text === 'NaN' ? typed : text}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={props.error ? `${id}-error` : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            props.onChange(numberOf(event.target.value, scale));
          }}
          className="h-[30px] w-24 rounded-md border border-field-line bg-raised px-2 text-right disabled:border-line disabled:bg-sunken disabled:text-ink-2 aria-invalid:border-red"
        />
        {props.suffix && <span aria-hidden>{props.suffix}</span>}
      </span>
      {props.error && (
        <span id={`${id}-error`} className="text-small text-red">
          {props.error}
        </span>
      )}
    </span>
  );
}
