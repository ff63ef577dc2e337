import type { ReactNode } from 'react';
import type { DispositionKind } from '@/domain/desk/task';
import { Chip, type ChipTone } from '@/ui/chip';

const TONES: Readonly<Record<DispositionKind, ChipTone>> = {
  true: 'red',
  'false-alarm': 'green',
  investigate: 'amber',
};

/** A chip in the colour of what somebody decided about a card. */
export function DecisionChip({ disposition, children }: { disposition: DispositionKind; children: ReactNode }) {
  return <Chip tone={TONES[disposition]}>{children}</Chip>;
}
