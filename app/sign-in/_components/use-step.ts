'use client';
import { type FormEvent, useState } from 'react';
import type { Answer, SignInProblem } from '@/app/_client/sign-in';

/** One question of the sign-in: asks at most once at a time, and keeps what was wrong until it is asked again. */
export function useStep<T>(ask: (form: FormData) => Promise<Answer<T>>, onDone: (data: T) => void) {
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    setProblem(null);
    const answer = await ask(form);
    if (answer.problem === null) return onDone(answer.data);
    setProblem(answer.problem);
    setIsBusy(false);
  };
  return { problem, isBusy, submit: (event: FormEvent<HTMLFormElement>) => void submit(event) };
}
