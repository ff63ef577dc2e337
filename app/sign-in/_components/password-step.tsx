'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type NextStep, signIn } from '@/app/_client/sign-in';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { ProblemLine, SignInFrame } from './sign-in-frame';
import { useStep } from './use-step';

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
export function PasswordStep({ onDone }: { onDone: (next: NextStep, password: string) => void }) {
  const t = useTranslations('signIn');
  const { problem, isBusy, submit } = useStep(
    async (form) => {
      const password = String(form.get('password'));
      const answer = await signIn(String(form.get('username')).trim(), password);
      return answer.problem === null ? { ...answer, data: { ...answer.data, password } } : answer;
    },
    ({ next, password }) => onDone(next, password),
  );
  return (
    <SignInFrame title={t('title')} hint={t('subtitle')} onSubmit={submit}>
      <FirstSetUp />
      <TextField name="username" label={t('username')} autoComplete="username" required autoFocus />
      <TextField name="password" type="password" label={t('password')} autoComplete="current-password" required />
      <ProblemLine text={problem && t(problem)} />
      <Button type="submit" variant="primary" disabled={isBusy}>
        {isBusy ? t('busy') : t('submit')}
      </Button>
    </SignInFrame>
  );
}
