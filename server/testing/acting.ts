import type { Database } from '@/db/client';
import { aUser } from '@/db/testing/builders';
import type { Context, Role, Services, UserActor } from '../context';
import { parseKeyring } from '../privacy/keyring';
import type { RequestContext } from '../trpc';

const testKey = (byte: number) => Buffer.alloc(32, byte).toString('base64');

/** The keys of tests, the same in every one. */
export const TEST_KEYRING = parseKeyring(`index:${testKey(1)},k1:${testKey(2)}`);

/** The services of a process that wakes nobody: enough for verbs that end in the database. */
export const quietServices = (db: Database): Services => ({
  db,
  origin: 'https://desk.example.com',
  isLoopbackAllowed: true,
  keyring: TEST_KEYRING,
  wakeFeed: () => {},
  wakeOutbox: () => {},
});

/** A stored person as the one who acts, with a session id that no session has. */
export async function anActor(db: Database, values: { role?: Role; groupId?: string | null } = {}): Promise<UserActor> {
  const role = values.role ?? 'agent';
  const groupId = values.groupId ?? null;
  const userId = await aUser(db, { role, groupId });
  return {
    kind: 'user',
    userId,
    sessionId: `none-${userId}`,
    username: userId,
    name: `Person ${userId}`,
    role,
    groupId,
    grants: [],
  };
}

/** A verb's context for an actor. */
export const contextOf = (db: Database, actor: UserActor): Context<UserActor> => ({ ...quietServices(db), actor });

/** A new stored person's own context: who acts, as a verb sees it. */
export const actingAs = async (
  db: Database,
  values: { role?: Role; groupId?: string | null } = {},
): Promise<Context<UserActor>> => contextOf(db, await anActor(db, values));

/** What an API call starts from, for callers of the router. */
export const requestOf = (db: Database, actor: UserActor | null): RequestContext => ({
  services: quietServices(db),
  actor,
  requestId: 'test',
  clientIp: '127.0.0.1',
});
