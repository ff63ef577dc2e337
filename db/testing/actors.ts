import type { Database } from '../client';
import { aUser } from './builders';

interface TestActor {
  readonly kind: 'user';
  readonly userId: string;
  readonly sessionId: string;
  readonly username: string;
  readonly name: string;
  readonly role: 'agent' | 'supervisor' | 'manager' | 'admin';
  readonly groupId: string | null;
}

/** What a verb needs, acting as a person of that role and group; waking readers is left out. */
export interface TestContext {
  readonly db: Database;
  readonly actor: TestActor;
  readonly wakeFeed: () => void;
  readonly wakeOutbox: () => void;
}

/** A stored person with the context a verb would get from their request. */
export async function actingAs(
  db: Database,
  values: { role?: TestActor['role']; groupId?: string | null; capacity?: number; isPresent?: boolean } = {},
): Promise<TestContext> {
  const role = values.role ?? 'agent';
  const groupId = values.groupId ?? null;
  const userId = await aUser(db, { ...values, role, groupId });
  const actor = {
    kind: 'user',
    userId,
    sessionId: `s-${userId}`,
    username: userId,
    name: `Person ${userId}`,
    role,
    groupId,
  } as const;
  return { db, actor, wakeFeed: () => undefined, wakeOutbox: () => undefined };
}
