import type { OrderEvent } from '@/domain/order/order';

const TAKEN = /\/taken\/\d+$/;

/** The key of a body that a person took in place of another with the same key. */
export const takenKeyOf = (key: string, conflictId: string): string => `${key}/taken/${conflictId}`;

/** The statements of such a body count a millisecond later, so that they win over those of the body it came after. */
export const asTaken = (key: string, events: readonly OrderEvent[]): readonly OrderEvent[] =>
  TAKEN.test(key) ? events.map((event) => ({ ...event, at: event.at + 1 })) : events;
