'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/ui/button';

/** What is chosen in a list, beside it; the list stays in view. */
export function DetailPanel(props: { title: string; actions?: ReactNode; onClose: () => void; children: ReactNode }) {
  const t = useTranslations('common');
  return (
    <aside
      aria-label={props.title}
      className="flex min-h-0 w-[480px] max-w-full shrink-0 flex-col overflow-auto border-l border-line bg-surface"
    >
      <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-surface px-4 py-2.5">
        <h2 className="min-w-0 flex-1 truncate text-lead font-semibold">{props.title}</h2>
        {props.actions}
        <Button variant="quiet" size="small" aria-label={t('close')} onClick={props.onClose}>
          <X aria-hidden size={16} />
        </Button>
      </header>
      {props.children}
    </aside>
  );
}
