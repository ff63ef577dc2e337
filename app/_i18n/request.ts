import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { TIME_ZONE } from '@/domain/clocks/shop-zone';
import { isLocale, LOCALE_COOKIE, type Locale } from './locales';

/** The language of a page: chosen before (cookie), else what the browser prefers, else Chinese. */
async function localeOfRequest(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  const preferred = (await headers()).get('accept-language') ?? '';
  return preferred.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

export default getRequestConfig(async () => {
  const locale = await localeOfRequest();
  const { default: messages } = await import(`../../messages/${locale}.json`);
  return { locale, messages, timeZone: TIME_ZONE };
});
