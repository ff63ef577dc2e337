import { LOCALE_COOKIE } from '../_i18n/locales';
import { DENSITY_COOKIE, forget, THEME_COOKIE } from './theme';

/** Leads to the sign-in page and back here afterwards. */
export function goToSignIn(): void {
  if (location.pathname === '/sign-in') return;
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

const ANY_SITE = 'http://site.invalid';

/** The path to go to after a sign-in; '/' for everything that is not a path of this site. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith('/') || !URL.canParse(next, ANY_SITE)) return '/';
  const { origin, pathname, search, hash } = new URL(next, ANY_SITE);
  return origin === ANY_SITE && !pathname.startsWith('//') ? pathname + search + hash : '/';
}

/** Why nobody was let in: the messages of the sign-in page are named after these. */
export type SignInProblem = 'wrong' | 'deactivated' | 'wrong-code' | 'expired' | 'too-many' | 'offline';

/** What to do next after a right password: nothing (null), give a one-time code, or set one up. */
export type NextStep = 'code' | 'enrol' | null;

export type Answer<T> = { readonly problem: SignInProblem } | { readonly problem: null; readonly data: T };

/** What an authenticator app needs, and the codes for when it is lost; shown this once. */
export interface Enrolment {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

/** better-auth's refusals that mean: the code may be right, but its time is over. Begin again. */
const EXPIRED: ReadonlySet<string> = new Set([
  'INVALID_TWO_FACTOR_COOKIE',
  'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
  'UNAUTHORIZED',
]);

async function problemOf(answer: Response, wrong: SignInProblem): Promise<SignInProblem> {
  if (answer.status === 429) return 'too-many';
  if (answer.status >= 500) return 'offline';
  const { code } = (await answer.json()) as { readonly code?: string };
  // Said only after a right password.
  if (code === 'BANNED_USER') return 'deactivated';
  return wrong === 'wrong-code' && EXPIRED.has(code ?? '') ? 'expired' : wrong;
}

async function ask<T>(path: string, body: unknown, wrong: SignInProblem): Promise<Answer<T>> {
  try {
    const answer = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? { problem: null, data: await answer.json() } : { problem: await problemOf(answer, wrong) };
  } catch {
    return { problem: 'offline' };
  }
}

/** Gives name and password; answers what comes next. */
export const signIn = (username: string, password: string): Promise<Answer<{ readonly next: NextStep }>> =>
  ask('sign-in/username', { username, password }, 'wrong');

/** Begins to set up a second factor; only right after a sign-in. */
export const enrol = (password: string): Promise<Answer<Enrolment>> =>
  ask('two-factor/enable', { password }, 'expired');

/** Gives a one-time code of the app, or one of the backup codes. */
export const giveCode = (kind: 'totp' | 'backup-code', code: string): Promise<Answer<unknown>> =>
  ask(`two-factor/verify-${kind}`, { code }, 'wrong-code');

/** Signs out and shows the sign-in page in nobody's language and appearance. */
export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  forget(LOCALE_COOKIE);
  forget(THEME_COOKIE);
  forget(DENSITY_COOKIE);
  location.assign('/sign-in');
}
