'use client';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';

/** Takes one file, by the system's dialog or dropped onto it. `accept` is what the dialog offers. */
export function FileChooser(props: { label: string; hint: string; accept: string; onChoose: (file: File) => void }) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const drag = (isHere: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setIsOver(isHere);
  };
  const drop = (event: DragEvent) => {
    drag(false)(event);
    const [file] = event.dataTransfer.files;
    if (file) props.onChoose(file);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={drop}
      className={`flex cursor-pointer flex-col items-center gap-2 rounded-lg border-2 border-dashed p-8 text-center focus-within:outline-2 focus-within:outline-tide ${isOver ? 'border-tide bg-tide-soft' : 'border-line-strong bg-surface hover:border-tide'}`}
    >
      <FileUp aria-hidden size={24} className="text-tide" />
      <span className="font-semibold">{props.label}</span>
      <span className="max-w-130 text-small text-ink-3">{props.hint}</span>
      <input
        id={id}
        type="file"
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
