'use client';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';

interface LocalText {
  readonly 'zh-CN': string;
  readonly en: string;
}

const JUST_MS = 5 * SECOND_MS;

/** Times, money and lengths of time as the console writes them, in the page's language. */
export function useTexts() {
  const t = useTranslations('terms');
  const format = useFormatter();
  const locale = useLocale();
  return useMemo(() => {
    const timeOf = (at: Instant, isWithSeconds = false) =>
      format.dateTime(at, {
        hour: '2-digit',
        minute: '2-digit',
        second: isWithSeconds ? '2-digit' : undefined,
        hourCycle: 'h23',
      });
    const dayOf = (at: Instant) => format.dateTime(at, { month: '2-digit', day: '2-digit' });
    const length = (ms: number) => {
      if (ms < MINUTE_MS) return t('length.seconds', { count: Math.floor(ms / SECOND_MS) });
      if (ms < HOUR_MS) return t('length.minutes', { count: Math.floor(ms / MINUTE_MS) });
      const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
      const hours = Math.floor(ms / HOUR_MS);
      if (minutes === 0 && ms < DAY_MS) return t('length.hoursOnly', { count: hours });
      if (ms < DAY_MS) return t('length.hours', { hours, minutes });
      return t('length.days', { count: Math.floor(ms / DAY_MS) });
    };
    return {
      /** 10:48, or 11-08 10:48 on another day than `now`. */
      time: (at: Instant, now: Instant, isWithSeconds = false) =>
        dayOf(at) === dayOf(now) ? timeOf(at, isWithSeconds) : `${dayOf(at)} ${timeOf(at)}`,
      day: dayOf,
      yuan: (fen: number) => `¥${format.number(fen / 100, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`,
      /** 8 s, 26 min, 3 h 8 min, 2 d. */
      length,
      /** How long ago a moment was: just now, 8 s ago, 3 h 8 min ago. */
      ago: (at: Instant, now: Instant) => (now - at < JUST_MS ? t('justNow') : t('ago', { age: length(now - at) })),
      local: (text: LocalText) => (locale === 'en' ? text.en : text['zh-CN']),
    };
  }, [format, locale, t]);
}
