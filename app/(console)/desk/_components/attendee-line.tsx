'use client';
import { Eye, Lock, PencilLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import type { Attendee } from '@/domain/desk/attendance';

const MOST_NAMES = 2;

/** What the others do at a card, in the words that matter most: writing, editing, looking. */
export function useAttendeeText(
  attendees: readonly Attendee[],
): { kind: 'typing' | 'editing' | 'viewing'; text: string } | null {
  const t = useTranslations('desk.attending');
  const now = useServerNow();
  if (attendees.length === 0) return null;
  const typing = attendees.filter(({ typingUntil }) => typingUntil !== null && typingUntil > now);
  const editing = attendees.filter(({ lockedSince }) => lockedSince !== null);
  const [kind, people] =
    typing.length > 0
      ? (['typing', typing] as const)
      : editing.length > 0
        ? (['editing', editing] as const)
        : (['viewing', attendees] as const);
  const names = people.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = people.length - names.length;
  return { kind, text: t(kind, { names: names.join(t('and')), more }) };
}

const ICONS = { typing: PencilLine, editing: Lock, viewing: Eye } as const;

/** One line of a card: who writes on it, edits it or looks at it. Nothing while nobody does. */
export function AttendeeLine({ attendees }: { attendees: readonly Attendee[] }) {
  const said = useAttendeeText(attendees);
  if (said === null) return null;
  const Icon = ICONS[said.kind];
  return (
    <span
      className={`flex min-w-0 shrink-0 items-center gap-1 ${said.kind === 'viewing' ? 'text-ink-2' : 'text-violet'}`}
    >
      <Icon aria-hidden size={12} className="shrink-0" />
      <span className="truncate" title={said.text}>
        {said.text}
      </span>
    </span>
  );
}
