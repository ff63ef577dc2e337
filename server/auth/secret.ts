import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Env } from '../env';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const exists = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/**
 * The key that signs session cookies: AUTH_SECRET, or one made on the first start and kept in DATA_DIR/auth-secret
 * (readable by its owner only).
 */
export async function authSecret(env: Pick<Env, 'authSecret' | 'dataDir'>): Promise<string> {
  if (env.authSecret) return env.authSecret;
  const file = path.join(env.dataDir, 'auth-secret');
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (kept) return kept;
  const secret = randomBytes(32).toString('base64url');
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await mkdir(env.dataDir, { recursive: true });
  await writeFile(draft, secret, { mode: 0o600 });
  try {
    // A link appears whole or not at all, and never replaces the secret of a process that was first.
    await link(draft, file);
    return secret;
  } catch (error) {
    if (exists(error)) return readFile(file, 'utf8');
    throw error;
  } finally {
    await unlink(draft);
  }
}
