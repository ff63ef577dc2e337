'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useLive } from '@/app/_client/live';
import { liveConnection } from '@/app/_client/live-connection';
import { useMe } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import {
  type Attendance,
  type Attendee,
  attendeesByCard,
  withAttendance,
  withSnapshot,
} from '@/domain/desk/attendance';

const NOBODY: readonly Attendee[] = [];

/** Who is at which card, kept up by live changes, and which card this page has to itself. */
export function useAttendances() {
  const { userId } = useMe();
  const snapshot = useQuery({
    ...useTRPC().tasks.attendances.queryOptions(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  }).data;
  const [all, setAll] = useState<ReadonlyMap<string, Attendance>>(new Map());
  useEffect(() => {
    if (snapshot) setAll((before) => withSnapshot(before, snapshot));
  }, [snapshot]);
  useLive('card.attended', ({ patch }) => setAll((before) => withAttendance(before, patch)));
  const byCard = useMemo(() => attendeesByCard(all, userId), [all, userId]);
  const own = all.get(liveConnection().pageId);
  return {
    at: (taskId: string): readonly Attendee[] => byCard.get(taskId) ?? NOBODY,
    ownLockOn: own?.lockedSince == null ? null : own.taskId,
  };
}
export type Attendances = ReturnType<typeof useAttendances>;
