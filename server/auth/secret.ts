import { randomBytes } from 'node:crypto';
import type { Env } from '../env';
import { keptSecret } from '../kept-secret';

/**
 * The key that signs session cookies: AUTH_SECRET, or one made on the first start and kept in DATA_DIR/auth-secret
 * (readable by its owner only).
 */
export const authSecret = async (env: Pick<Env, 'authSecret' | 'dataDir'>): Promise<string> =>
  env.authSecret ?? keptSecret(env.dataDir, 'auth-secret', () => randomBytes(32).toString('base64url'));
