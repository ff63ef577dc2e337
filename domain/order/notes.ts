import type { FactMap } from './merge-events';
import type { OrderEvent } from './order';

/** The words of an order's notes, which are kept apart from its facts; '' where there is none. */
export interface OrderNotes {
  readonly buyerNote: string;
  readonly sellerNote: string;
}

export const NO_NOTES: OrderNotes = { buyerNote: '', sellerNote: '' };
export const NOTE_FIELDS = ['buyerNote', 'sellerNote'] as const;

/** The notes after an event was merged into `facts`: its words, where it is what counts. The same object where none is new. */
export function notesAfter(notes: OrderNotes, event: OrderEvent, facts: FactMap): OrderNotes {
  const told = NOTE_FIELDS.flatMap((field) => {
    const [words, counting] = [event.fields[field], facts[field]];
    const isCounting =
      counting?.at === event.at &&
      counting.source === event.source &&
      counting.tie === event.bodyHash.slice(0, counting.tie.length);
    return words !== undefined && isCounting && words !== notes[field] ? [[field, words] as const] : [];
  });
  return told.length === 0 ? notes : { ...notes, ...Object.fromEntries(told) };
}

/** Everything that is noted, for the rules; null where nobody said, or where there are words that are not known. */
export function notedText(facts: FactMap, notes: OrderNotes): string | null {
  const stated = NOTE_FIELDS.filter((field) => facts[field] !== undefined);
  const isUnknown = stated.some((field) => facts[field]?.value !== '' && notes[field] === '');
  if (stated.length === 0 || isUnknown) return null;
  return stated.flatMap((field) => notes[field] || []).join('\n');
}
