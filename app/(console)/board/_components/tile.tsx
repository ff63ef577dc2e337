import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '@/ui/class-names';

/** How a figure stands to its target; each has a word, so that colour is never alone. */
export type TileTone = 'plain' | 'ok' | 'near' | 'high' | 'over' | 'low' | 'waiting';

const FRAMES: Readonly<Record<TileTone, string>> = {
  plain: 'border-line',
  ok: 'border-line',
  near: 'border-amber-line',
  high: 'border-amber-line',
  waiting: 'border-amber-line',
  low: 'border-red-line',
  over: 'border-red-line',
};
const INKS: Readonly<Record<TileTone, string>> = {
  plain: 'text-ink',
  ok: 'text-green',
  near: 'text-amber',
  high: 'text-amber',
  waiting: 'text-amber',
  low: 'text-red',
  over: 'text-red',
};
const WORDS = {
  ok: 'toneOk',
  near: 'toneNear',
  high: 'toneHigh',
  over: 'toneOver',
  low: 'toneLow',
  waiting: 'toneWaiting',
} as const;
const WORD_GROUNDS: Partial<Readonly<Record<TileTone, string>>> = {
  near: 'bg-amber-soft text-amber',
  high: 'bg-amber-soft text-amber',
  waiting: 'bg-amber-soft text-amber',
  low: 'bg-red-soft text-red',
  over: 'bg-red-soft text-red',
};

interface TileProps {
  readonly id: string;
  readonly title: string;
  readonly target: string;
  /** null: nothing to measure; the hint says why. */
  readonly figure: string | null;
  readonly hint: string;
  readonly href: string;
  readonly tone: TileTone;
  /** Beside the figure, where there is room. */
  readonly aside?: ReactNode;
  readonly graph: ReactNode;
  readonly left: ReactNode;
  readonly right: ReactNode;
}

/** One key figure: its value leads to the rows behind it, its target and course stand beside it. */
export function Tile(props: TileProps) {
  const t = useTranslations('board');
  const tone = props.figure === null ? 'plain' : props.tone;
  return (
    <article
      aria-labelledby={`tile-${props.id}`}
      data-tile={props.id}
      className={`flex min-w-0 flex-col rounded-lg border bg-surface px-3.5 pt-2.5 pb-2 ${FRAMES[tone]}`}
    >
      <header className="flex items-baseline justify-between gap-2">
        <h2 id={`tile-${props.id}`} className="truncate font-semibold">
          {props.title}
        </h2>
        <span className="text-small whitespace-nowrap text-ink-3">{props.target}</span>
      </header>
      <p className="flex items-center gap-2">
        {props.figure === null ? (
          <span className="text-figure font-semibold text-ink-3" title={props.hint}>
            —<span className="sr-only">{props.hint}</span>
          </span>
        ) : (
          <Link href={props.href} className={`text-figure font-semibold hover:underline ${INKS[tone]}`}>
            {props.figure}
          </Link>
        )}
        {tone !== 'plain' && (
          <span className={classNames('rounded px-1.5 text-small', WORD_GROUNDS[tone] ?? 'bg-green-soft text-green')}>
            {t(WORDS[tone])}
          </span>
        )}
        <span className="ml-auto hidden text-small whitespace-nowrap text-ink-3 min-[1600px]:block">{props.aside}</span>
      </p>
      <div className="my-0.5 h-7">{props.graph}</div>
      <footer className="flex justify-between gap-2 text-small whitespace-nowrap text-ink-2">
        <span className="min-w-0 truncate">{props.figure === null ? props.hint : props.left}</span>
        <span className="shrink-0">{props.figure === null ? '' : props.right}</span>
      </footer>
    </article>
  );
}

/** A figure within a sentence that leads to its rows. */
export function FigureLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="underline decoration-line-strong underline-offset-2 hover:text-tide">
      {children}
    </Link>
  );
}
