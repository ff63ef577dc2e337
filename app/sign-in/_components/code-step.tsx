'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { giveCode } from '@/app/_client/sign-in';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { CodeField, typedCode } from './code-field';
import { ProblemLine, SignInFrame } from './sign-in-frame';
import { useStep } from './use-step';

/** The second question of a sign-in: a code of the app, or a backup code when the app is lost. */
export function CodeStep({ onDone, onRestart }: { onDone: () => void; onRestart: () => void }) {
  const t = useTranslations('signIn');
  const [isBackup, setIsBackup] = useState(false);
  const { problem, isBusy, submit } = useStep(
    (form) => giveCode(isBackup ? 'backup-code' : 'totp', typedCode(form)),
    onDone,
  );
  return (
    <SignInFrame title={t('codeTitle')} hint={t(isBackup ? 'backupIntro' : 'codeIntro')} onSubmit={submit}>
      {isBackup ? (
        <TextField key="backup" name="code" label={t('backupCode')} autoComplete="off" required autoFocus />
      ) : (
        <CodeField key="totp" />
      )}
      <ProblemLine text={problem && t(problem)} />
      {problem === 'expired' ? (
        <Button variant="primary" onClick={onRestart}>
          {t('restart')}
        </Button>
      ) : (
        <Button type="submit" variant="primary" disabled={isBusy}>
          {isBusy ? t('busy') : t('submit')}
        </Button>
      )}
      <Button variant="quiet" onClick={() => setIsBackup(!isBackup)}>
        {t(isBackup ? 'useApp' : 'useBackup')}
      </Button>
      {isBackup && <p className="text-small text-ink-3">{t('backupLost')}</p>}
    </SignInFrame>
  );
}
