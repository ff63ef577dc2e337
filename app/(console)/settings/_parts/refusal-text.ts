'use client';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';

/** What the set-up verbs give as the reason of a refusal (detail.why) and has words of its own. */
const KNOWN = [
  'has-orders',
  'messages-wait',
  'changed',
  'two-live',
  'same-secret',
  'last-secret',
  'no-secret-needed',
  'no-secret',
  'no-test',
  'address',
  'rate',
  'has-customers',
  'served-elsewhere',
  'no-such-city',
  'other-platform',
  'too-far-back',
] as const;

/** Says in the page's language why something was refused; null when there is no error. */
export function useRefusalText(): (error: unknown) => string | null {
  const t = useTranslations();
  return (error) => {
    if (!error) return null;
    const { code, detail } = apiErrorOf(error);
    const why = KNOWN.find((known) => known === detail.why);
    return why ? t(`settings.why.${why}`) : t(`errors.${code}`);
  };
}
