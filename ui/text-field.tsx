import { type InputHTMLAttributes, type Ref, useId } from 'react';

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
  const note = error ?? hint;
  return (
    <div className={`flex flex-col gap-1 ${className ?? ''}`}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-small font-semibold text-ink-2'}>
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-8 rounded-md border border-field-line bg-surface px-2.5 placeholder:text-ink-3 aria-invalid:border-red"
        {...rest}
      />
      {note && (
        <p id={`${id}-note`} className={`text-small ${error ? 'text-red' : 'text-ink-3'}`}>
          {note}
        </p>
      )}
    </div>
  );
}
