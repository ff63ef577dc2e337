import { APIError, createAuthMiddleware } from 'better-auth/api';
import { SECOND_MS } from '@/domain/clocks/instant';
import { audit } from '../audit';
import type { Services } from '../context';
import { announceEnded } from '../people/end-sessions';
import { accountThrottle } from './throttle';

const SIGN_IN = '/sign-in/username';

const accountOf = (body: unknown) =>
  typeof body === 'object' && body !== null && 'username' in body ? String(body.username).toLowerCase() : '';

/**
 * Throttles sign-ins per account and records them. better-auth writes its rows itself, so these audit rows follow right
 * after the write instead of sharing its transaction.
 */
export function signInHooks(services: Services) {
  const throttle = accountThrottle(() => performance.now());
  return {
    before: createAuthMiddleware(async (ctx) => {
      if (ctx.path !== SIGN_IN) return;
      const waitMs = throttle.waitMs(accountOf(ctx.body));
      if (waitMs === 0) return;
      const waitSeconds = Math.ceil(waitMs / SECOND_MS);
      throw new APIError('TOO_MANY_REQUESTS', { code: 'ACCOUNT_THROTTLED', message: 'too many attempts', waitSeconds });
    }),
    after: createAuthMiddleware(async (ctx) => {
      if (ctx.path !== SIGN_IN) return;
      const { newSession, returned } = ctx.context;
      const account = accountOf(ctx.body);
      if (newSession) {
        throttle.succeeded(account);
        const actor = { kind: 'system', job: 'sign-in' } as const;
        await audit(services.db, actor, 'session.started', newSession.user.id, { sessionId: newSession.session.id });
      } else if (returned instanceof APIError && returned.statusCode === 401) throttle.failed(account);
    }),
  };
}

/** After better-auth deleted a session (sign-out, expiry): its sockets are closed on every node, and it is recorded. */
export async function afterSessionDeleted(
  services: Services,
  session: { readonly id: string; readonly userId: string },
): Promise<void> {
  await services.db.tx(async (tx) => {
    await announceEnded(tx, session.userId, [session.id]);
    await audit(tx, { kind: 'system', job: 'sign-in' }, 'session.ended', session.userId, { sessionId: session.id });
  });
  services.wakeFeed();
}
