import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import type { Person } from '@/server/people/list';

/** The filter of the list, as the address has it. `group` is a group's id, or "none" for people without one. */
const PEOPLE_PARAMS = {
  q: parseAsString.withDefault(''),
  group: parseAsString,
  gone: parseAsBoolean.withDefault(false),
};

export const NO_GROUP = 'none';
export const usePeopleParams = () => useQueryStates(PEOPLE_PARAMS, { clearOnDefault: true });
export type PeopleParams = ReturnType<typeof usePeopleParams>[0];

/** The people that the filter leaves: name, user name or skill contain the text, whatever its case. */
export function filterPeople(people: readonly Person[], { q, group, gone }: PeopleParams): readonly Person[] {
  const text = q.trim().toLowerCase();
  return people.filter(
    (person) =>
      (gone || person.isActive) &&
      (group === null || (person.groupId ?? NO_GROUP) === group) &&
      (text === '' ||
        [person.name, person.username, ...person.skills].some((part) => part.toLowerCase().includes(text))),
  );
}
