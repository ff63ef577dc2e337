'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { Role } from '@/server/context';
import type { Person } from '@/server/people/list';

export interface PersonValues {
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
  readonly skills: readonly string[];
  readonly capacity: number;
}

const isSameList = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((value) => other.includes(value));

/** Whether saving would end the person's sign-ins. */
export const changesRights = (person: Person, values: Pick<PersonValues, 'role' | 'groupId'>): boolean =>
  person.role !== values.role || person.groupId !== values.groupId;

/** Saves what differs, rights last: what was saved before a refusal is shown as saved. */
export function useSavePerson(person: Person, onSaved: () => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { userId } = person;
  return useMutation({
    mutationFn: async ({ name, role, groupId, skills, capacity }: PersonValues) => {
      if (name !== person.name) await client.people.rename.mutate({ userId, name });
      if (capacity !== person.capacity || !isSameList(skills, person.skills))
        await client.people.setSeat.mutate({ userId, skills: [...skills], capacity });
      if (changesRights(person, { role, groupId })) await client.people.setRole.mutate({ userId, role, groupId });
    },
    onSuccess: onSaved,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries(trpc.people.list.queryFilter()),
        queryClient.invalidateQueries(trpc.people.skills.queryFilter()),
      ]),
  });
}
