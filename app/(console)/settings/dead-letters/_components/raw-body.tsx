'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { FormDialog } from '../../_parts/form-dialog';

/** Shows the body as it came, for a reason that is put on record. */
export function RawBody({ letterRef }: { letterRef: string }) {
  const t = useTranslations();
  const [isAsking, setIsAsking] = useState(false);
  const raw = useMutation(useTRPC().deadLetters.raw.mutationOptions({ onSuccess: () => setIsAsking(false) }));
  const bodies = raw.data ? [raw.data.first, raw.data.body].filter((text) => text !== null) : [];
  return (
    <>
      {raw.data === undefined && (
        <p>
          <Button size="small" onClick={() => setIsAsking(true)}>
            {t('settings.deadLetters.raw')}
          </Button>
        </p>
      )}
      {raw.data && (
        <p className="text-small text-amber">{t('settings.deadLetters.leftToday', { count: raw.data.leftToday })}</p>
      )}
      {bodies.map((text) => (
        <pre key={text} className="overflow-auto rounded-md bg-sunken p-2 text-small break-all whitespace-pre-wrap">
          {text}
        </pre>
      ))}
      {isAsking && (
        <FormDialog
          title={t('settings.deadLetters.raw')}
          submit={t('settings.deadLetters.rawSubmit')}
          isBusy={raw.isPending}
          problem={raw.error && t(`errors.${apiErrorOf(raw.error).code}`)}
          onSubmit={(form) => raw.mutate({ ref: letterRef, reason: String(form.get('reason')).trim() })}
          onClose={() => setIsAsking(false)}
        >
          <p className="text-ink-2">{t('settings.deadLetters.rawText')}</p>
          <TextField label={t('settings.deadLetters.why')} name="reason" required minLength={2} maxLength={100} />
        </FormDialog>
      )}
    </>
  );
}
