'use client';
import { useServerNow } from '@/app/_client/clock';
import { useMoment } from '@/app/_order/moment';
import { useTexts } from '@/app/_order/use-texts';
import type { Instant } from '@/domain/clocks/instant';

/** How long ago something was, ticking; the moment itself as its title. */
export function Ago({ at, never }: { at: Instant | null; never: string }) {
  const texts = useTexts();
  const moment = useMoment();
  const now = useServerNow();
  if (at === null) return <span className="text-ink-3">{never}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={moment(at)}>
      {texts.ago(at, now)}
    </time>
  );
}
