import { useId } from 'react';

/** A labelled native select: the keyboard and the system's own list work as everywhere. */
export function SelectField<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
  isLabelHidden?: boolean;
  /** Tinted, for a filter that is on. */
  isActive?: boolean;
}) {
  const id = useId();
  const chosen = (value: string) => props.options.find((option) => option.value === value);
  return (
    <div className="flex items-center gap-1.5">
      <label htmlFor={id} className={props.isLabelHidden ? 'sr-only' : 'text-small text-ink-2'}>
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => {
          const option = chosen(event.target.value);
          if (option) props.onChange(option.value);
        }}
        className={`h-[30px] max-w-full field-sizing-content rounded-md border px-2 ${props.isActive ? 'border-tide bg-tide-soft text-tide' : 'border-field-line bg-raised'}`}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
