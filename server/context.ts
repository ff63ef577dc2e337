import type { Database } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { RightId } from './grant-table';
import type { Keyring } from './privacy/keyring';

export const ROLES = ['agent', 'supervisor', 'manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A right lent for a time, in one group; active when it was read. */
export interface HeldGrant {
  readonly grantId: string;
  readonly right: RightId;
  readonly groupId: string;
  readonly expiresAt: Instant;
}

export interface UserActor {
  readonly kind: 'user';
  readonly userId: string;
  readonly sessionId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
  readonly grants: readonly HeldGrant[];
}
/** A job or pipeline step acting on nobody's behalf. */
export interface SystemActor {
  readonly kind: 'system';
  readonly job: string;
}
export type Actor = UserActor | SystemActor;

/** What this process offers to everything it runs: the database, and ways to wake the readers of what was written. */
export interface Services {
  readonly db: Database;
  /** The address that browsers and other systems use, like https://desk.example.com. */
  readonly origin: string;
  /** Whether addresses that people enter may name this machine: a stand-in beside the product, in demos and tests. */
  readonly isLoopbackAllowed: boolean;
  /** Seals and opens personal values and secrets. */
  readonly keyring: Keyring;
  /** Wakes this node's feed reader; call after a commit that wrote feed rows. */
  readonly wakeFeed: () => void;
  /** Wakes this node's outbox worker; call after a commit that wrote outbox rows. */
  readonly wakeOutbox: () => void;
}
/** What a verb needs from outside: the services, and who acts. */
export interface Context<A extends Actor = Actor> extends Services {
  readonly actor: A;
}

/** Whoever is written down as having done something: less is known of a person who has just signed in. */
export type Doer = SystemActor | Pick<UserActor, 'kind' | 'userId'>;

export const actorId = (actor: Doer): string => (actor.kind === 'user' ? actor.userId : 'system');
