import type { GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { SECOND_MS } from '@/domain/clocks/instant';
import { audit } from '../audit';
import type { Services } from '../context';
import { spendCode } from './second-factor';
import { recordEnded } from './session-hooks';
import { beginAttempt, forgetAttempts, recordLockout } from './throttle';

const SIGN_IN = '/sign-in/username';
const ENROL = '/two-factor/enable';
const VERIFY_CODE = '/two-factor/verify-totp';
const VERIFY_BACKUP = '/two-factor/verify-backup-code';
/** What each of these may be asked with: better-auth knows more, such as devices that are trusted without a code. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  [SIGN_IN]: ['username', 'password'],
  [ENROL]: ['password'],
  [VERIFY_CODE]: ['code'],
  [VERIFY_BACKUP]: ['code'],
};

const signedInName = async (ctx: GenericEndpointContext) =>
  (await getSessionFromCtx(ctx))?.user as { readonly id: string; readonly username?: string | null } | undefined;

/** The account whose password is about to be looked at; null where none is. */
async function accountOf(ctx: GenericEndpointContext): Promise<string | null> {
  if (ctx.path === SIGN_IN) return String(ctx.body?.username ?? '').toLowerCase();
  return ctx.path === ENROL ? ((await signedInName(ctx))?.username ?? null) : null;
}

async function throttle(services: Services, ctx: GenericEndpointContext): Promise<void> {
  const account = await accountOf(ctx);
  const waitMs = account === null ? 0 : await beginAttempt(services.db, account);
  if (waitMs === 0) return;
  const waitSeconds = Math.ceil(waitMs / SECOND_MS);
  throw new APIError('TOO_MANY_REQUESTS', { code: 'ACCOUNT_THROTTLED', message: 'too many attempts', waitSeconds });
}

/** Whose code is being verified: whoever enrols, or whoever has just given the right password. */
async function userOfChallenge(ctx: GenericEndpointContext): Promise<string | null> {
  const enrolling = await signedInName(ctx);
  if (enrolling) return enrolling.id;
  const { name } = ctx.context.createAuthCookie('two_factor');
  const challenge = await ctx.getSignedCookie(name, ctx.context.secret);
  return challenge ? ((await ctx.context.internalAdapter.findVerificationValue(challenge))?.value ?? null) : null;
}

async function refuseUsedCode(services: Services, ctx: GenericEndpointContext): Promise<void> {
  const userId = await userOfChallenge(ctx);
  if (userId === null || (await spendCode(services.db, userId, String(ctx.body?.code ?? '')))) return;
  throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message: 'Invalid code' });
}

/** The browser that signs in was signed in before: that sign-in ends, as its cookie is replaced. */
async function endReplaced(services: Services, ctx: GenericEndpointContext): Promise<void> {
  const token = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret);
  if (!token) return;
  const ended = await services.db.query<{ id: string; userId: string }>(
    'delete from sessions where token = $1 returning id, user_id as "userId"',
    [token],
  );
  for (const session of ended) await recordEnded(services, session);
}

/** A sign-in is the person's own doing. */
const recordStarted = (services: Services, userId: string, detail: Readonly<Record<string, unknown>>): Promise<void> =>
  audit(services.db, { kind: 'user', userId }, 'session.started', userId, detail);

async function afterPassword(services: Services, phantoms: Set<string>, ctx: GenericEndpointContext) {
  const { newSession } = ctx.context;
  const account = (await accountOf(ctx)) ?? '';
  if (!newSession) return;
  await forgetAttempts(services.db, account);
  await endReplaced(services, ctx);
  const { user, session } = newSession;
  if (user.twoFactorEnabled) {
    phantoms.add(session.id);
    return;
  }
  await recordStarted(services, user.id, { sessionId: session.id, secondFactor: null });
  if (session.isEnrolling) return ctx.json({ next: 'enrol' });
}

async function afterCode(services: Services, ctx: GenericEndpointContext): Promise<void> {
  const { newSession } = ctx.context;
  if (!newSession) return;
  const secondFactor = ctx.path === VERIFY_CODE ? 'totp' : 'backup-code';
  const { user, session } = newSession;
  await recordStarted(services, user.id, { sessionId: session.id, secondFactor });
}

/**
 * Throttles sign-ins per account, lets a one-time code count once, and records what happened. better-auth writes its rows
 * itself, so these audit rows follow right after the write instead of sharing its transaction.
 */
export const signInHooks = (services: Services, phantoms: Set<string>) => ({
  before: createAuthMiddleware(async (ctx) => {
    const allowed = FIELDS[ctx.path ?? ''];
    if (!allowed) return;
    if (Object.keys(ctx.body ?? {}).some((field) => !allowed.includes(field)))
      throw new APIError('BAD_REQUEST', { code: 'UNKNOWN_FIELD', message: `only ${allowed.join(', ')}` });
    await throttle(services, ctx);
    if (ctx.path === VERIFY_CODE) await refuseUsedCode(services, ctx);
  }),
  after: createAuthMiddleware(async (ctx) => {
    const { returned } = ctx.context;
    const refusal = returned instanceof APIError ? returned.statusCode : null;
    if (ctx.path === SIGN_IN) {
      if (refusal === 401) await recordLockout(services.db, (await accountOf(ctx)) ?? '');
      return afterPassword(services, phantoms, ctx);
    }
    if (ctx.path === VERIFY_CODE || ctx.path === VERIFY_BACKUP) await afterCode(services, ctx);
    if (ctx.path === ENROL && refusal === null) {
      const account = await accountOf(ctx);
      if (account !== null) await forgetAttempts(services.db, account);
    }
  }),
});
