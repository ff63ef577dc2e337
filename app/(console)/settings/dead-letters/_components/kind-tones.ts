import type { LetterKind } from '@/server/dead-letters/filter';
import type { ChipTone } from '@/ui/chip';

/** How each kind of letter is tinted; its word always stands in it. */
export const KIND_TONES: Readonly<Record<LetterKind, ChipTone>> = {
  unreadable: 'red',
  failing: 'red',
  retrying: 'amber',
  conflict: 'violet',
  fetch: 'neutral',
  link: 'red',
  'link-conflict': 'violet',
};
