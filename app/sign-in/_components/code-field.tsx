'use client';
import { useTranslations } from 'next-intl';
import { TextField } from '@/ui/text-field';

/** Six digits from the app; phones offer their number pad, and spaces that some apps show do no harm. */
export function CodeField() {
  const t = useTranslations('signIn');
  return (
    <TextField
      name="code"
      label={t('code')}
      hint={t('codeHint')}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]{6,7}"
      maxLength={7}
      required
      autoFocus
      className="tracking-widest [&_label]:tracking-normal [&_p]:tracking-normal"
    />
  );
}

/** What was typed, without the spaces. */
export const typedCode = (form: FormData): string => String(form.get('code')).replaceAll(/\s/g, '');
