import type { ReactNode } from 'react';

/** One section: its title, what it is for, its main actions, and its content below. */
export function SectionPage(props: { title: string; hint: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex min-h-0 flex-1 flex-col" aria-labelledby="section-title">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-3">
        <div className="min-w-0">
          <h1 id="section-title" className="text-lead font-semibold">
            {props.title}
          </h1>
          <p className="text-small text-ink-2">{props.hint}</p>
        </div>
        {props.actions && <div className="flex flex-wrap gap-2">{props.actions}</div>}
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-auto">{props.children}</div>
    </section>
  );
}
