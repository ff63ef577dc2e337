'use client';
import { useTranslations } from 'next-intl';

const OURS = [
  ...['call-address', 'call-network', 'call-timeout', 'call-status', 'call-too-large', 'call-not-json', 'call-not-xml'],
  ...['link-off', 'lacks-receiver', 'lacks-lines'],
];

/** Why an order did not reach its warehouse: a reason of ours in the page's language, or the warehouse's own words. */
export function useUndeliveredText(): (words: string) => string {
  const t = useTranslations('outside');
  return (words) => (OURS.includes(words) ? t(`undelivered_${words}`) : words);
}
