import { type Action, CAN, type Scope } from './can-table';
import type { UserActor } from './context';
import { forbidden, OutOfReach } from './errors';
import { includesAction } from './grant-table';

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

/** The groups in which grants let the actor do this, whatever the role says. */
const lentGroups = (actor: UserActor, action: Action): readonly string[] =>
  actor.grants.filter((grant) => includesAction(grant.right, action)).map((grant) => grant.groupId);

/**
 * Whether the actor may do this, by role or by an active grant; without a resource: whether to anything at all.
 * Own means held by the actor (ownerId), group means of the actor's group (groupId).
 */
export function can(actor: UserActor, action: Action, resource?: Resource): boolean {
  const scope = scopeOf(actor, action);
  const lentIn = lentGroups(actor, action);
  if (resource === undefined) return scope !== 'never' || lentIn.length > 0;
  return coversResource[scope](actor, resource) || lentIn.some((groupId) => groupId === resource.groupId);
}

/**
 * Refuses what the actor may not do. What lies outside the actor's group is not found, so that nobody learns that it
 * exists; what the actor can see but not touch is forbidden.
 */
export function assertCan(actor: UserActor, action: Action, resource: Resource, what = 'resource'): void {
  if (can(actor, action, resource)) return;
  const scope = scopeOf(actor, action);
  const isOwn = scope === 'own' && (isInGroup(actor, resource) || resource.groupId === undefined);
  const isLent = actor.grants.some((grant) => grant.groupId === resource.groupId);
  if (isOwn || isLent || scope === 'never') throw forbidden(`${action} is not allowed here`);
  throw new OutOfReach(what);
}

/** The groups a list is narrowed to; null for every group. Whoever has no group and no grant sees nothing. */
export function groupScope(actor: UserActor, action: Action): readonly string[] | null {
  const scope = scopeOf(actor, action);
  if (scope === 'all') return null;
  const own = scope === 'group' && actor.groupId !== null ? [actor.groupId] : [];
  return [...new Set([...own, ...lentGroups(actor, action)])];
}
