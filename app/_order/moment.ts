'use client';
import { useFormatter } from 'next-intl';
import { liveConnection } from '@/app/_client/live-connection';
import type { Instant } from '@/domain/clocks/instant';

const DAY_MS = 86_400_000;

/** Writes a moment as briefly as it stays clear: the time for the last day, otherwise day and time, or the year too. */
export function useMoment(): (at: Instant) => string {
  const format = useFormatter();
  return (at) => {
    const ageMs = typeof window === 'undefined' ? 0 : liveConnection().serverNow() - at;
    if (Math.abs(ageMs) < DAY_MS / 2)
      return format.dateTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
    return format.dateTime(at, {
      ...(Math.abs(ageMs) > 300 * DAY_MS ? { year: 'numeric' } : {}),
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  };
}
