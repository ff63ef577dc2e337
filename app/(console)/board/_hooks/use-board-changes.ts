'use client';
import { useEffect, useRef } from 'react';
import { useLive, useWatch } from '@/app/_client/live';
import { useLatest } from '@/app/_client/use-latest';
import { roomOf } from '@/domain/live/rooms';
import { throttle } from './throttle';

/** Changes that come together are shown together; the board is never behind its cause by more than a second. */
const GATHER_MS = 300;

/** Runs the work soon after anything the board counts has changed, changes that come together only once. */
export function useBoardChanges(work: () => Promise<unknown>): void {
  const latest = useLatest(work);
  const ask = useRef<() => void>(() => undefined);
  useEffect(() => {
    const changes = throttle(() => latest.current(), GATHER_MS);
    ask.current = changes.ask;
    return changes.stop;
  }, [latest]);
  const onChange = () => ask.current();
  useWatch(roomOf.board());
  useLive('board.changed', onChange);
  useLive('task.changed', onChange);
  useLive('conflicts.changed', onChange);
  useLive('seat.changed', onChange);
}
