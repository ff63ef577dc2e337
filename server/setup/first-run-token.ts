import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@/db/client';

/** Where the hash of the token is kept until the first admin exists. */
export const FIRST_RUN_KEY = 'first_run_token';

export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * While nobody can sign in, makes a token that allows the creation of the first admin, and forgets the one before.
 * Only its hash is stored, so it is to be shown at once. Null when there are people already.
 */
export async function issueFirstRunToken(db: Database): Promise<string | null> {
  const token = randomBytes(24).toString('base64url');
  const issued = await db.query(
    `insert into app_meta (key, value) select $1, $2 where not exists (select 1 from users)
     on conflict (key) do update set value = excluded.value returning key`,
    [FIRST_RUN_KEY, hashToken(token)],
  );
  return issued.length === 0 ? null : token;
}
