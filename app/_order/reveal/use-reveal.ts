'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { SECOND_MS } from '@/domain/clocks/instant';
import { REVEALED_FOR_MS, type RevealField, type RevealReason } from '@/domain/privacy/reveal';

export interface RevealWish {
  readonly field: RevealField;
  readonly reason: RevealReason;
  readonly note: string;
}
/** A value on the screen, for as long as it may stay there. */
export interface Shown {
  readonly field: RevealField;
  readonly value: string;
  readonly leftToday: number;
  readonly untilMs: number;
}

/** The seconds that are left of a shown value; 0 for none. */
export function useSecondsLeft(shown: Shown | null, onOver: () => void): number {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    if (!shown) return;
    const tick = () => {
      setNowMs(performance.now());
      if (performance.now() >= shown.untilMs) onOver();
    };
    tick();
    const timer = setInterval(tick, SECOND_MS / 4);
    return () => clearInterval(timer);
  }, [shown, onOver]);
  return shown ? Math.max(0, Math.ceil((shown.untilMs - nowMs) / SECOND_MS)) : 0;
}

/**
 * One revealed value of an order at a time. It lives in this state alone: no cache, no storage, no other page. It goes
 * after 30 s, with the order, and when the page is hidden.
 */
export function useReveal(orderId: string) {
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const log = useTRPC().orders.log.pathKey();
  const [shown, setShown] = useState<Shown | null>(null);
  const hide = useCallback(() => setShown(null), []);
  useEffect(() => {
    const hideUnseen = () => document.visibilityState === 'hidden' && hide();
    document.addEventListener('visibilitychange', hideUnseen);
    return () => document.removeEventListener('visibilitychange', hideUnseen);
  }, [hide]);
  /** Resolves to null, or to what the API said against it. */
  const reveal = async (wish: RevealWish) => {
    try {
      const { value, leftToday } = await client.orders.reveal.mutate({ orderId, ...wish });
      setShown({ field: wish.field, value, leftToday, untilMs: performance.now() + REVEALED_FOR_MS });
      void queryClient.invalidateQueries({ queryKey: log });
      return null;
    } catch (error) {
      return apiErrorOf(error);
    }
  };
  return { shown, hide, reveal };
}
