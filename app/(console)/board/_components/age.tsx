'use client';
import { useServerNow } from '@/app/_client/clock';
import type { Instant } from '@/domain/clocks/instant';
import { clockText } from '@/ui/duration';

/** Time since a moment, ticking by the server's clock. */
export function Age({ since }: { since: Instant }) {
  const now = useServerNow();
  return <span suppressHydrationWarning>{now === 0 ? '' : clockText(Math.max(0, now - since))}</span>;
}

/** Time left to a moment, negative and red once it has passed. */
export function Countdown({ dueAt }: { dueAt: Instant }) {
  const now = useServerNow();
  if (now === 0) return null;
  return <span className={dueAt <= now ? 'text-red' : ''}>{clockText(dueAt - now)}</span>;
}
