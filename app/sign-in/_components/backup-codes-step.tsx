'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { Button } from '@/ui/button';
import { SignInFrame } from './sign-in-frame';

/** The codes for a lost phone, shown this once; going on asks for a word that they are kept. */
export function BackupCodesStep({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations();
  const [isCopied, setIsCopied] = useState(false);
  const [isKept, setIsKept] = useState(false);
  const copy = async () => setIsCopied(await copyText(codes.join('\n')));
  return (
    <SignInFrame
      title={t('signIn.backupTitle')}
      hint={t('signIn.backupOnce')}
      onSubmit={(event) => {
        event.preventDefault();
        if (isKept) onDone();
      }}
    >
      <ul aria-label={t('signIn.backupTitle')} className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md bg-sunken p-3">
        {codes.map((code) => (
          <li key={code} className="text-center">
            <code className="select-all">{code}</code>
          </li>
        ))}
      </ul>
      <Button onClick={() => void copy()}>{isCopied ? t('common.copied') : t('common.copy')}</Button>
      <label className="flex items-center gap-2 text-small">
        <input type="checkbox" checked={isKept} onChange={(event) => setIsKept(event.target.checked)} />
        {t('signIn.backupKept')}
      </label>
      <Button type="submit" variant="primary" disabled={!isKept}>
        {t('signIn.enter')}
      </Button>
    </SignInFrame>
  );
}
