'use client';
import { useReasonLanguage } from '@/app/_client/reason-text';
import { holdText } from '@/domain/order/hold-word';

/** Says in the page's language what forbids an order to leave. */
export function useHoldText(): (hold: string) => string {
  const language = useReasonLanguage();
  return (hold) => holdText(hold, language);
}
