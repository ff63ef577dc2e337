import type { ReactNode } from 'react';

/** What a pane shows when there is nothing: what that means, and what to do next. */
export function EmptyState({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center">
      <p className="font-semibold text-ink-2">{title}</p>
      {hint && <p className="max-w-80 text-small text-ink-3">{hint}</p>}
      {children}
    </div>
  );
}
