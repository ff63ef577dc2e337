'use client';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';

/** Takes one file, by the system's dialog or dropped onto it. `accept` is what the dialog offers. */
export function FileChooser(props: {
  label: string;
  hint: string;
  accept: string;
  /** Takes nothing; the hint says why. */
  isDisabled?: boolean;
  onChoose: (file: File) => void;
}) {
  const { isDisabled = false } = props;
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const drag = (isHere: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setIsOver(isHere && !isDisabled);
  };
  const drop = (event: DragEvent) => {
    drag(false)(event);
    const [file] = event.dataTransfer.files;
    if (file && !isDisabled) props.onChoose(file);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={drop}
      className={`flex flex-col items-center gap-2 rounded-lg border-2 border-dashed p-8 text-center focus-within:outline-2 focus-within:outline-tide ${isDisabled ? 'border-line bg-sunken' : isOver ? 'cursor-pointer border-tide bg-tide-soft' : 'cursor-pointer border-line-strong bg-surface hover:border-tide'}`}
    >
      <FileUp aria-hidden size={24} className={isDisabled ? 'text-ink-3' : 'text-tide'} />
      <span className="font-semibold">{props.label}</span>
      <span className="max-w-130 text-small text-ink-3">{props.hint}</span>
      <input
        id={id}
        type="file"
        disabled={isDisabled}
        accept={props.accept}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) props.onChoose(file);
        }}
      />
    </label>
  );
}
