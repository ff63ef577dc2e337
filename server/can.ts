import { type Action, CAN, type Scope } from './can-table';
import type { UserActor } from './context';
import { forbidden, OutOfReach } from './errors';

/** Whose the thing is: the group it belongs to and, where it has one, the person who holds it. */
export interface Resource {
  readonly groupId?: string | null;
  readonly ownerId?: string | null;
}

const isInGroup = (actor: UserActor, resource: Resource) =>
  actor.groupId !== null && resource.groupId === actor.groupId;

const coversResource: Readonly<Record<Scope, (actor: UserActor, resource: Resource) => boolean>> = {
  all: () => true,
  group: isInGroup,
  own: (actor, resource) => resource.ownerId === actor.userId,
  never: () => false,
};

/** The scope in which a role may do something. */
export const scopeOf = (actor: UserActor, action: Action): Scope => CAN[action][actor.role];

/**
 * Whether the actor may do this; without a resource: whether to anything at all.
 * Own means held by the actor (ownerId), group means of the actor's group (groupId).
 */
export function can(actor: UserActor, action: Action, resource?: Resource): boolean {
  const scope = scopeOf(actor, action);
  return resource === undefined ? scope !== 'never' : coversResource[scope](actor, resource);
}

/**
 * Refuses what the actor may not do. What lies outside the actor's group is not found, so that nobody learns that it
 * exists; what the actor can see but not touch is forbidden.
 */
export function assertCan(actor: UserActor, action: Action, resource: Resource, what = 'resource'): void {
  if (can(actor, action, resource)) return;
  const isSeen = scopeOf(actor, action) === 'own' && (isInGroup(actor, resource) || resource.groupId === undefined);
  if (isSeen || scopeOf(actor, action) === 'never') throw forbidden(`${action} is not allowed here`);
  throw new OutOfReach(what);
}

/** The group a list is narrowed to; null for every group. An actor of group scope without a group sees nothing. */
export function groupFilter(actor: UserActor, action: Action): { readonly groupId: string } | null {
  return scopeOf(actor, action) === 'all' ? null : { groupId: actor.groupId ?? '' };
}
