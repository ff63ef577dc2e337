import type { Instant } from '@/domain/clocks/instant';

/** A card counts as being written on for this long after a key was pressed. */
export const TYPING_MS = 6_000;
/** A page that was not heard of for this long has left its card. */
export const ATTENDING_MS = 30_000;

/** What one page of a person does with a card; taskId null: it has left. One entry a page, replaced by version. */
export interface Attendance {
  readonly pageId: string;
  readonly userId: string;
  readonly name: string;
  readonly taskId: string | null;
  readonly typingUntil: Instant | null;
  /** Since when this page has the card to itself; null when it only looks. */
  readonly lockedSince: Instant | null;
  readonly version: number;
}

/** Somebody at a card, whatever number of pages they have open on it. */
export interface Attendee {
  readonly userId: string;
  readonly name: string;
  readonly typingUntil: Instant | null;
  readonly lockedSince: Instant | null;
}

/** The entries after one more has arrived, in any order of arrival; the same object when it says nothing new. */
export function withAttendance(
  all: ReadonlyMap<string, Attendance>,
  entry: Attendance,
): ReadonlyMap<string, Attendance> {
  if ((all.get(entry.pageId)?.version ?? 0) >= entry.version) return all;
  return new Map(all).set(entry.pageId, entry);
}

/**
 * What a page knows after it has asked for everything: that, and what it has heard since. Pages that left while it was not
 * connected are gone.
 */
export function withSnapshot(
  before: ReadonlyMap<string, Attendance>,
  snapshot: readonly Attendance[],
): ReadonlyMap<string, Attendance> {
  const newest = Math.max(0, ...snapshot.map(({ version }) => version));
  const since = [...before.values()].filter(({ version }) => version > newest);
  return [...snapshot, ...since].reduce(withAttendance, new Map() as ReadonlyMap<string, Attendance>);
}

const latest = (a: Instant | null, b: Instant | null) => (a === null || (b !== null && b > a) ? b : a);

/** Who is at which card besides `ownUserId`: one entry a person, whoever has the lock first, then by name. */
export function attendeesByCard(
  all: ReadonlyMap<string, Attendance>,
  ownUserId: string,
): ReadonlyMap<string, readonly Attendee[]> {
  const cards = new Map<string, Map<string, Attendee>>();
  for (const { taskId, userId, name, typingUntil, lockedSince } of all.values()) {
    if (taskId === null || userId === ownUserId) continue;
    const people = cards.get(taskId) ?? new Map<string, Attendee>();
    const known = people.get(userId);
    people.set(userId, {
      userId,
      name,
      typingUntil: latest(known?.typingUntil ?? null, typingUntil),
      lockedSince: known?.lockedSince ?? lockedSince,
    });
    cards.set(taskId, people);
  }
  const inOrder = (people: Map<string, Attendee>) =>
    [...people.values()].sort(
      (a, b) => Number(b.lockedSince !== null) - Number(a.lockedSince !== null) || (a.name < b.name ? -1 : 1),
    );
  return new Map([...cards].map(([taskId, people]) => [taskId, inOrder(people)]));
}
