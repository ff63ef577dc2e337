import type pg from 'pg';
import { openSignInPool } from '@/db/client';
import type { TestDatabase } from '@/db/testing/database';
import { type Auth, createAuth } from '../auth/auth';
import type { SecondFactorPolicy } from '../auth/second-factor';
import { createLog } from '../log';
import { quietServices } from './acting';

export const TEST_ORIGIN = 'http://127.0.0.1:3000';

/** Sign-in on a test database; end the pool after the last test. */
export function testAuth(
  db: TestDatabase,
  origin = TEST_ORIGIN,
  secondFactor: SecondFactorPolicy = 'optional',
): { readonly auth: Auth; readonly pool: pg.Pool } {
  const pool = openSignInPool({ url: db.url, max: 2 });
  const auth = createAuth({
    pool,
    services: quietServices(db),
    origins: [origin],
    secret: 'a test secret of more than thirty-two characters',
    secondFactor,
    log: createLog('silent'),
  });
  return { auth, pool };
}

/** Signs in as a browser would; returns the answer and the cookie header for later requests. */
export async function signIn(auth: Auth, username: string, password: string, ip = '10.0.0.1', cookieBefore = '') {
  const response = await auth.handler(
    new Request(`${auth.options.baseURL}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: auth.options.baseURL,
        cookie: cookieBefore,
        'x-tidewatch-client-ip': ip,
      },
      body: JSON.stringify({ username, password }),
    }),
  );
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { status: response.status, cookie, headers: new Headers({ cookie }), body: await response.json() };
}
