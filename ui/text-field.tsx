'use client';
import { type InputHTMLAttributes, type Ref, useId } from 'react';
import { useFieldCheck } from './field-check';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly error?: string | null;
  readonly hint?: string;
  readonly isLabelHidden?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A labelled text input with its error or hint below. */
export function TextField({ label, error, hint, isLabelHidden = false, className, ...rest }: TextFieldProps) {
  const id = useId();
  const check = useFieldCheck();
  const shownError = check.error ?? error;
  // What the field takes stays in view beside what is wrong.
  const note = check.error && hint ? `${check.error} · ${hint}` : (shownError ?? hint);
  return (
    <div className={`flex flex-col gap-1 ${className ?? ''}`}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-small font-semibold text-ink-2'}>
        {label}
      </label>
      <input
        id={id}
        aria-invalid={shownError ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-8 rounded-md border border-field-line bg-surface px-2.5 placeholder:text-ink-3 disabled:border-line disabled:bg-sunken disabled:text-ink-2 aria-invalid:border-red"
        onInvalid={check.onInvalid}
        {...rest}
        onInput={(event) => {
          check.forget();
          rest.onInput?.(event);
        }}
      />
      {note && (
        <p id={`${id}-note`} className={`text-small ${shownError ? 'text-red' : 'text-ink-3'}`}>
          {note}
        </p>
      )}
    </div>
  );
}
