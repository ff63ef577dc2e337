import { betterAuth } from 'better-auth';
import { admin, twoFactor, username } from 'better-auth/plugins';
import type pg from 'pg';
import type { Services } from '../context';
import type { Log } from '../log';
import { isEnrolmentDue, type SecondFactorPolicy } from './second-factor';
import { sessionHooks } from './session-hooks';
import { signInHooks } from './sign-in-hooks';
import { adminSchema, authTables, twoFactorSchema, usernameSchema } from './tables';

/** The header main.ts overwrites with the address of the peer; better-auth limits by it. */
export const CLIENT_IP_HEADER = 'x-tidewatch-client-ip';

/** An office has one address: what keeps one account from being guessed is counted per account. */
const PER_ADDRESS = { window: 60, max: 600 } as const;
const LIMITS = { '/sign-in/*': PER_ADDRESS, '/two-factor/*': PER_ADDRESS } as const;

export interface AuthOptions {
  /** A pool of its own, with pg's own date parsing. */
  readonly pool: pg.Pool;
  readonly services: Services;
  /** The addresses that browsers use; the first is the public one. */
  readonly origins: readonly [string, ...string[]];
  readonly secret: string;
  readonly secondFactor: SecondFactorPolicy;
  readonly log: Log;
}

/**
 * Sign-in by user name and password, and a one-time code for whoever has one set up: sessions end after 24 h, nobody can
 * sign up, guesses are limited per address and per account. People are added, changed and signed out by server/people, which keeps audit rows in its transactions.
 */
export function createAuth(options: AuthOptions) {
  const { services, log } = options;
  const [origin] = options.origins;
  const phantoms = new Set<string>();
  return betterAuth({
    ...authTables,
    appName: 'Tidewatch',
    baseURL: origin,
    basePath: '/api/auth',
    trustedOrigins: [...options.origins],
    secret: options.secret,
    telemetry: { enabled: false },
    database: options.pool,
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    rateLimit: { enabled: true, window: 60, max: 3000, customRules: LIMITS },
    advanced: {
      cookiePrefix: 'tidewatch',
      useSecureCookies: origin.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
    },
    // Its messages carry no personal value; the arguments behind them might.
    logger: { log: (level, message) => log[level === 'error' ? 'error' : 'debug']({ part: 'auth' }, message) },
    hooks: signInHooks(services, phantoms),
    databaseHooks: {
      session: sessionHooks(services, phantoms, (userId) => isEnrolmentDue(services.db, options.secondFactor, userId)),
    },
    plugins: [
      username({ minUsernameLength: 3, maxUsernameLength: 30, schema: usernameSchema }),
      admin({ defaultRole: 'agent', schema: adminSchema }),
      twoFactor({ issuer: 'Tidewatch', schema: twoFactorSchema }),
    ],
  });
}
export type Auth = ReturnType<typeof createAuth>;

/** The only paths below /api/auth that answer; better-auth has many more. */
export const AUTH_PATHS: ReadonlySet<string> = new Set([
  '/api/auth/sign-in/username',
  '/api/auth/sign-out',
  '/api/auth/two-factor/enable',
  '/api/auth/two-factor/verify-totp',
  '/api/auth/two-factor/verify-backup-code',
]);
