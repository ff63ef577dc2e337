import { type ReactNode, useId } from 'react';

/** One part of the right pane with its heading. */
export function SidePart(props: { title: string; note?: string; isGrowing?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`border-b border-line px-3.5 py-2.5 ${props.isGrowing ? 'min-h-40 flex-1 overflow-auto' : 'shrink-0'}`}
    >
      <h2 id={id} className="mb-1.5 flex justify-between gap-2 text-small font-semibold text-ink-2">
        {props.title}
        {props.note && <span className="truncate font-normal text-ink-3">{props.note}</span>}
      </h2>
      {props.children}
    </section>
  );
}
