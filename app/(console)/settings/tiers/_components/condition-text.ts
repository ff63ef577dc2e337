'use client';
import { useTranslations } from 'next-intl';
import { yuanText } from '@/app/_order/money';
import { type CheckCall, paramsOf } from '@/domain/tiers/checks';
import { isGroup, partsOf, type TierCondition } from '@/domain/tiers/condition';
import { useSpanText } from './tier-text';

/** A word that a check asks for, in the page's language where it is one of ours. */
export function useWordText(): (param: string, word: string) => string {
  const t = useTranslations();
  return (param, word) => {
    const keys: Readonly<Record<string, string>> = {
      classes: `terms.class.${word}`,
      platforms: `terms.platform.${word}`,
      intents: `desk.intent.${word}`,
      warnings: `settings.tiers.warning.${word}`,
    };
    const key = keys[param];
    return key !== undefined && t.has(key) ? t(key) : word;
  };
}

/** A check as a short phrase: "paid ≥ ¥10,000.00". */
export function useCheckText(): (call: CheckCall) => string {
  const t = useTranslations('settings.tiers');
  const wordText = useWordText();
  const spanText = useSpanText();
  return (call) => {
    const values = Object.entries(paramsOf(call.check)).map(([name, spec]) => {
      const value = (call.params as Readonly<Record<string, unknown>>)[name];
      if (Array.isArray(value)) return [name, value.map((word: string) => wordText(name, word)).join('/')];
      const number = typeof value === 'number' ? value : 0;
      const unit = spec.kind === 'number' ? spec.unit : 'messages';
      return [name, unit === 'fen' ? yuanText(number) : unit === 'ms' ? spanText(number) : number];
    });
    return t(`phrase.${call.check}`, Object.fromEntries(values));
  };
}

/** A whole condition as one sentence. */
export function useConditionText(): (condition: TierCondition) => string {
  const t = useTranslations('settings.tiers');
  const checkText = useCheckText();
  const text = (condition: TierCondition, isInner: boolean): string => {
    if (!isGroup(condition)) return checkText(condition);
    const parts = partsOf(condition);
    const joined = parts.map((part) => text(part, true)).join(t('all' in condition ? 'and' : 'or'));
    return isInner && parts.length > 1 ? t('inBrackets', { text: joined }) : joined || t('everything');
  };
  return (condition) => text(condition, false);
}
