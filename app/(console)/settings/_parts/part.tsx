import { type ReactNode, useId } from 'react';

/** A titled part of a detail panel. */
export function Part(props: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2 border-t border-line px-4 py-3 first:border-t-0">
      <div className="flex min-h-6 flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="font-semibold">
          {props.title}
        </h3>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}
