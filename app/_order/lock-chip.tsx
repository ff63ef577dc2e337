'use client';
import { useTranslations } from 'next-intl';
import type { LockState } from '@/domain/stock/ledger';
import { Chip, type ChipTone } from '@/ui/chip';

const TONES: Readonly<Record<LockState, ChipTone>> = {
  reserved: 'green',
  short: 'red',
  uncounted: 'amber',
  released: 'neutral',
  shipped: 'neutral',
};

/** Whether pieces of an article are held for an order, in a word. */
export function LockChip({ state }: { state: LockState }) {
  const t = useTranslations('stock');
  return <Chip tone={TONES[state]}>{t(`state_${state}`)}</Chip>;
}
