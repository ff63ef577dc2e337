'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { Tier } from '@/domain/tiers/tier';

const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const;
export type TimeUnit = (typeof UNITS)[number][0];
export const TIME_UNITS = UNITS.map(([unit]) => unit).toReversed();
export const msOf = (unit: TimeUnit): number => UNITS.find(([name]) => name === unit)?.[1] ?? 1;

/** The largest unit in which a length of time is a whole number. */
export const unitOf = (ms: number): TimeUnit => UNITS.find(([, size]) => ms > 0 && ms % size === 0)?.[0] ?? 'minutes';

/** Names a tier in the page's language. */
export function useTierName(): (tier: Pick<Tier, 'name'>) => string {
  const locale = useLocale();
  const t = useTranslations('settings.tiers');
  return ({ name }) => name[locale === 'en' ? 'en' : 'zh-CN'] || t('unnamed');
}

/** A length of time in words: "2 hours". */
export function useSpanText(): (ms: number) => string {
  const t = useTranslations('settings.tiers');
  return (ms) => {
    const unit = unitOf(ms);
    return t(`span.${unit}`, { count: Number.isFinite(ms) ? ms / msOf(unit) : 0 });
  };
}

/** By when a card of the tier is due, in words. */
export function useTimeText(): (tier: Tier) => string {
  const t = useTranslations('settings.tiers');
  const spanText = useSpanText();
  return ({ respond }) =>
    respond.kind === 'within' ? t('within', { span: spanText(respond.ms) }) : t('sameBusinessDay');
}
