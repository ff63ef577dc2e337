export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const LOCALE_COOKIE = 'tw-locale';

export const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value);
