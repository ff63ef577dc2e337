'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { type NextStep, safeNext } from '@/app/_client/sign-in';
import { CodeStep } from './code-step';
import { PasswordStep } from './password-step';

const EnrolStep = dynamic(() => import('./enrol-step').then((module) => module.EnrolStep), { ssr: false });
const BackupCodesStep = dynamic(() => import('./backup-codes-step').then((module) => module.BackupCodesStep), {
  ssr: false,
});

type Step =
  | { readonly kind: 'password' | 'code' }
  | { readonly kind: 'enrol'; readonly password: string }
  | { readonly kind: 'backup-codes'; readonly codes: readonly string[] };

const FIRST: Step = { kind: 'password' };
const enter = () => location.assign(safeNext(new URLSearchParams(location.search).get('next')));

/** The way in: the password, then a one-time code for whoever has one, or its set-up for whoever needs one. */
export function SignInForm() {
  const [step, setStep] = useState<Step>(FIRST);
  const restart = () => setStep(FIRST);
  const afterPassword = (next: NextStep, password: string) => {
    if (next === null) enter();
    else setStep(next === 'code' ? { kind: 'code' } : { kind: 'enrol', password });
  };
  switch (step.kind) {
    case 'password':
      return <PasswordStep onDone={afterPassword} />;
    case 'code':
      return <CodeStep onDone={enter} onRestart={restart} />;
    case 'enrol':
      return (
        <EnrolStep
          password={step.password}
          onDone={(codes) => setStep({ kind: 'backup-codes', codes })}
          onRestart={restart}
        />
      );
    case 'backup-codes':
      return <BackupCodesStep codes={step.codes} onDone={enter} />;
  }
}
