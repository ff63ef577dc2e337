import type { ReactNode } from 'react';

interface PanelProps {
  readonly id: string;
  readonly title: ReactNode;
  readonly side?: ReactNode;
  readonly isUrgent?: boolean;
  readonly children: ReactNode;
}

/** One framed part of the board with its heading. */
export function Panel({ id, title, side, isUrgent = false, children }: PanelProps) {
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface"
    >
      <header className="flex items-center justify-between gap-3 px-3.5 pt-2.5 pb-1.5">
        <h2 id={`${id}-title`} className={`font-semibold whitespace-nowrap ${isUrgent ? 'text-red' : ''}`}>
          {title}
        </h2>
        <div className="flex min-w-0 items-center gap-2 truncate text-small text-ink-3">{side}</div>
      </header>
      {children}
    </section>
  );
}
