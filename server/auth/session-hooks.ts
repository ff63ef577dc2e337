import { audit } from '../audit';
import type { Doer, Services } from '../context';
import { announceEnded } from '../people/end-sessions';

interface StoredSession {
  readonly id: string;
  readonly userId: string;
}
const SYSTEM = { kind: 'system', job: 'sign-in' } as const;

/** Closes the sockets of a sign-in on every node and puts its end on record, as done by `actor`. */
export async function recordEnded(services: Services, session: StoredSession, actor: Doer = SYSTEM): Promise<void> {
  await services.db.tx(async (tx) => {
    await announceEnded(tx, session.userId, [session.id]);
    await audit(tx, actor, 'session.ended', session.userId, { sessionId: session.id });
  });
  services.wakeFeed();
}

/**
 * What happens when better-auth stores or deletes a sign-in. `phantoms` are those that it makes for a right password and
 * takes back at once because a code is still to come: nobody has ever held them, so their end is no news.
 */
export const sessionHooks = (
  services: Services,
  phantoms: Set<string>,
  isEnrolmentDue: (userId: string) => Promise<boolean>,
) => ({
  create: {
    before: async (session: { readonly userId: string }) => ({
      data: { ...session, isEnrolling: await isEnrolmentDue(session.userId) },
    }),
  },
  delete: {
    after: async (session: StoredSession, ctx: { readonly path?: string | undefined } | null) => {
      if (phantoms.delete(session.id)) return;
      const isOwn = ctx?.path === '/sign-out';
      await recordEnded(services, session, isOwn ? { kind: 'user', userId: session.userId } : SYSTEM);
    },
  },
});
