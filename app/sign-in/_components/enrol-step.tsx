'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { type Answer, type Enrolment, enrol, giveCode } from '@/app/_client/sign-in';
import { Button } from '@/ui/button';
import { QrCode } from '@/ui/qr-code';
import { Skeleton } from '@/ui/skeleton';
import { CodeField, typedCode } from './code-field';
import { ProblemLine, SignInFrame } from './sign-in-frame';
import { useStep } from './use-step';

const inFours = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? '';
const secretOf = (totpURI: string) => new URL(totpURI).searchParams.get('secret') ?? '';

/** Asks for a new secret once; a second one would make the picture that was scanned worthless. */
function useEnrolment(password: string): Answer<Enrolment> | null {
  const [answer, setAnswer] = useState<Answer<Enrolment> | null>(null);
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    void enrol(password).then(setAnswer);
  }, [password]);
  return answer;
}

function Secret({ totpURI }: { totpURI: string }) {
  const t = useTranslations('signIn');
  return (
    <>
      <ol className="list-decimal space-y-1 pl-4 text-small text-ink-2">
        <li>{t('enrolApp')}</li>
        <li>{t('enrolScan')}</li>
        <li>{t('enrolType')}</li>
      </ol>
      <div className="flex flex-col items-center gap-2 rounded-md bg-sunken p-3">
        <QrCode text={totpURI} label={t('qr')} />
        <p className="text-small text-ink-2">{t('secret')}</p>
        <code className="text-center text-small break-words select-all" data-secret>
          {inFours(secretOf(totpURI))}
        </code>
      </div>
    </>
  );
}

interface EnrolStepProps {
  readonly password: string;
  readonly onDone: (backupCodes: readonly string[]) => void;
  readonly onRestart: () => void;
}

/** Sets up a one-time code: the picture for the app, the same as text, and the first code as proof that it works. */
export function EnrolStep({ password, onDone, onRestart }: EnrolStepProps) {
  const t = useTranslations('signIn');
  const enrolment = useEnrolment(password);
  const { problem, isBusy, submit } = useStep(
    (form) => giveCode('totp', typedCode(form)),
    () => enrolment?.problem === null && onDone(enrolment.data.backupCodes),
  );
  const wrong = enrolment?.problem ?? problem;
  return (
    <SignInFrame title={t('enrolTitle')} hint={t('enrolIntro')} onSubmit={submit}>
      {enrolment === null && <Skeleton lines={5} label={t('busy')} />}
      {enrolment?.problem === null && (
        <>
          <Secret totpURI={enrolment.data.totpURI} />
          <CodeField />
        </>
      )}
      <ProblemLine text={wrong && t(wrong)} />
      {enrolment?.problem || wrong === 'expired' ? (
        <Button variant="primary" onClick={onRestart}>
          {t('restart')}
        </Button>
      ) : (
        <Button type="submit" variant="primary" disabled={isBusy || enrolment === null}>
          {isBusy ? t('busy') : t('enrolSubmit')}
        </Button>
      )}
    </SignInFrame>
  );
}
