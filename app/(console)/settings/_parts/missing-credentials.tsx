'use client';
import { useTranslations } from 'next-intl';

/** Names what a shop has not entered yet by the labels of its form: nothing has failed, something is still to be done. */
export function MissingCredentials({ names }: { names: readonly string[] }) {
  const t = useTranslations('settings.shops');
  // The signing secret is entered in its own part of the form.
  const labels = names.map((name) => (name === 'signingSecret' ? t('signingSecret') : t(`credentials.${name}`)));
  return <>{t('notEntered', { fields: labels.join(' · ') })}</>;
}
