import type { FormEvent, ReactNode } from 'react';
import { LocaleSwitch } from '@/app/_client/locale-switch';
import { ThemeSwitch } from '@/app/_client/theme-switch';

interface SignInFrameProps {
  readonly title: string;
  readonly hint: string;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly children: ReactNode;
}

/** The card that every step of the sign-in stands on, with language and appearance below. */
export function SignInFrame({ title, hint, onSubmit, children }: SignInFrameProps) {
  return (
    <div className="flex w-full max-w-90 flex-col gap-4">
      <form onSubmit={onSubmit} className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-6">
        <header>
          <p aria-hidden className="text-lead font-bold tracking-wide text-tide">
            观潮 <span className="text-small font-normal text-ink-3">Tidewatch</span>
          </p>
          <h1 className="mt-2 text-lead font-semibold">{title}</h1>
          <p className="text-small text-ink-3">{hint}</p>
        </header>
        {children}
      </form>
      <footer className="flex justify-center gap-4">
        <LocaleSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

/** Where a step says what was wrong; it keeps its place while nothing is. */
export function ProblemLine({ text }: { text: string | null }) {
  return (
    <p role="alert" className="min-h-4 text-small text-red">
      {text}
    </p>
  );
}
