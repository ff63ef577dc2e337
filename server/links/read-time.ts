import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import { CHINA_OFFSET_MS, parseTime } from '@/domain/order/clean/time';
import { Unreadable } from '../channels/channel';

/** What happened may be dated this far ahead of our clock: a statement from further on would outweigh every later one. */
const AHEAD_MS = DAY_MS;

/** Whether something can have happened at a moment that is told now. */
export const canHaveHappened = (at: Instant, receivedAt: Instant): boolean => at <= receivedAt + AHEAD_MS;

/** When something happened, as these systems write it (GMT+8 without a zone). Throws Unreadable with the field's name. */
export function readTime(field: string, text: string, receivedAt: Instant): Instant {
  const read = parseTime(text, receivedAt);
  if (!read.isRead) throw new Unreadable({ code: read.refusal, path: field });
  if (!canHaveHappened(read.at, receivedAt)) throw new Unreadable({ code: 'too-far-ahead', path: field });
  return read.at;
}

/** An instant as "2026-11-11 00:05:00" in GMT+8. */
export const writeTime = (at: Instant): string =>
  new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
