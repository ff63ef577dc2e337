import type { Database } from '@/db/client';

export const ROLES = ['agent', 'supervisor', 'manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface UserActor {
  readonly kind: 'user';
  readonly userId: string;
  readonly sessionId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
}
/** A job or pipeline step acting on nobody's behalf. */
export interface SystemActor {
  readonly kind: 'system';
  readonly job: string;
}
export type Actor = UserActor | SystemActor;

/** What a verb needs from outside: the database, who acts, and a way to wake the readers of what it wrote. */
export interface Context<A extends Actor = Actor> {
  readonly db: Database;
  readonly actor: A;
  /** Wakes this node's feed reader; call after a commit that wrote feed rows. */
  readonly wakeFeed: () => void;
  /** Wakes this node's outbox worker; call after a commit that wrote outbox rows. */
  readonly wakeOutbox: () => void;
}

export const actorId = (actor: Actor): string => (actor.kind === 'user' ? actor.userId : 'system');
