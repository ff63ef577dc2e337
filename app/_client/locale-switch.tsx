'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { SelectField } from '@/ui/select-field';
import { LOCALE_COOKIE, type Locale } from '../_i18n/locales';
import { rememberIn } from './theme';

const OPTIONS = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
] as const;

/** Chooses the language of the page; `onChosen` may keep it with the account. */
export function LocaleSwitch({ onChosen }: { onChosen?: (locale: Locale) => void }) {
  const t = useTranslations('common');
  const locale = useLocale() as Locale;
  const router = useRouter();
  const choose = (next: Locale) => {
    rememberIn(LOCALE_COOKIE, next);
    onChosen?.(next);
    router.refresh();
  };
  return <SelectField label={t('language')} value={locale} options={OPTIONS} onChange={choose} />;
}
