import { LOCALE_COOKIE } from '../_i18n/locales';
import { forget, THEME_COOKIE } from './theme';

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

/** Signs in; answers null, or the code of what was wrong ('wrong', 'too-many', 'offline'). */
export async function signIn(username: string, password: string): Promise<'wrong' | 'too-many' | 'offline' | null> {
  try {
    const answer = await fetch('/api/auth/sign-in/username', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    if (answer.ok) return null;
    if (answer.status === 429) return 'too-many';
    return answer.status >= 500 ? 'offline' : 'wrong';
  } catch {
    return 'offline';
  }
}

/** Signs out and shows the sign-in page in nobody's language and appearance. */
export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  forget(LOCALE_COOKIE);
  forget(THEME_COOKIE);
  location.assign('/sign-in');
}
