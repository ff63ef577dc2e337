import type { ReactNode } from 'react';

export type ChipTone = 'neutral' | 'red' | 'amber' | 'green' | 'tide' | 'violet';

const TONES: Readonly<Record<ChipTone, string>> = {
  neutral: 'bg-sunken text-ink-2',
  red: 'bg-red-soft text-red',
  amber: 'bg-amber-soft text-amber',
  green: 'bg-green-soft text-green',
  tide: 'bg-tide-soft text-tide',
  violet: 'bg-violet-soft text-violet',
};

/** A short fact on a tinted ground. */
export function Chip({ tone = 'neutral', title, children }: { tone?: ChipTone; title?: string; children: ReactNode }) {
  return (
    <span
      title={title}
      className={`inline-flex h-5 items-center gap-1 rounded px-1.5 text-small whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
