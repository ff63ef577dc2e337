'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { LocaleSwitch } from '@/app/_client/locale-switch';
import { safeNext, signIn } from '@/app/_client/sign-in';
import { ThemeSwitch } from '@/app/_client/theme-switch';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';

type Problem = Awaited<ReturnType<typeof signIn>>;

function useSignIn() {
  const [problem, setProblem] = useState<Problem>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    setProblem(null);
    const found = await signIn(String(form.get('username')).trim(), String(form.get('password')));
    if (found === null) location.assign(safeNext(new URLSearchParams(location.search).get('next')));
    else {
      setProblem(found);
      setIsBusy(false);
    }
  };
  return { problem, isBusy, submit };
}

/** Shown while there is no account at all: what to do first. */
function FirstSetUp() {
  const t = useTranslations('signIn');
  const status = useQuery(useTRPC().setup.status.queryOptions());
  if (status.data?.needsSetup !== true) return null;
  return (
    <p role="status" className="rounded-md bg-tide-soft px-3 py-2 text-small text-tide">
      {t('needsSetup')}
    </p>
  );
}

/** User name and password; says in plain words what was wrong. */
export function SignInForm() {
  const t = useTranslations('signIn');
  const { problem, isBusy, submit } = useSignIn();
  return (
    <div className="flex w-full max-w-90 flex-col gap-4">
      <form onSubmit={submit} className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-6">
        <header>
          <p aria-hidden className="text-lead font-bold tracking-wide text-tide">
            观潮 <span className="text-small font-normal text-ink-3">Tidewatch</span>
          </p>
          <h1 className="mt-2 text-lead font-semibold">{t('title')}</h1>
          <p className="text-small text-ink-3">{t('subtitle')}</p>
        </header>
        <FirstSetUp />
        <TextField name="username" label={t('username')} autoComplete="username" required autoFocus />
        <TextField name="password" type="password" label={t('password')} autoComplete="current-password" required />
        <p role="alert" className="min-h-4 text-small text-red">
          {problem && t(problem)}
        </p>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {isBusy ? t('busy') : t('submit')}
        </Button>
      </form>
      <footer className="flex justify-center gap-4">
        <LocaleSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}
