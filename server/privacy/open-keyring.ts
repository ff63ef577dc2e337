import type { Sql } from '@/db/client';
import { type Env, EnvError } from '../env';
import { keptSecret } from '../kept-secret';
import { type Keyring, KeyringError, newKeyringText, parseKeyring } from './keyring';
import { isKeyInUse } from './rotate-keys';

/**
 * The keys that seal personal values and secrets: DATA_KEYS, or a pair made on the first start and kept in
 * DATA_DIR/data-keys. Throws EnvError when the database was sealed with other keys of the same names, or when a key is gone
 * that still has something sealed.
 */
export async function openKeyring(env: Pick<Env, 'dataKeys' | 'dataDir'>, db: Sql): Promise<Keyring> {
  const text = env.dataKeys ?? (await keptSecret(env.dataDir, 'data-keys', newKeyringText));
  try {
    const keyring = parseKeyring(text);
    await checkFingerprints(db, keyring);
    await forgetUnusedKeys(db, keyring);
    return keyring;
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    throw new EnvError(
      `${env.dataKeys ? 'DATA_KEYS' : 'The file data-keys in DATA_DIR'} cannot be used: ${error.message}`,
    );
  }
}

/** A key that was used here and is no longer given must have nothing sealed any more; then it is forgotten. */
async function forgetUnusedKeys(db: Sql, keyring: Keyring): Promise<void> {
  const known = await db.query<{ key: string }>(`select key from app_meta where key like 'data-key.%' order by key`);
  for (const { key } of known) {
    const id = key.replace('data-key.', '');
    if (keyring.fingerprints.has(id)) continue;
    if (await isKeyInUse(db, id))
      throw new KeyringError(
        `${id} is missing, and values in this database are sealed with it; put it back, run "npm run keys:rotate" to the end, then remove it`,
      );
    await db.query('delete from app_meta where key = $1', [key]);
  }
}

/** Remembers each key's fingerprint on its first use, so that another key under the same name is noticed at once. */
async function checkFingerprints(db: Sql, keyring: Keyring): Promise<void> {
  const rows = [...keyring.fingerprints].map(([id, fingerprint]) => ({ key: `data-key.${id}`, value: fingerprint }));
  const other = await db.query<{ key: string }>(
    `with mine as (select * from jsonb_to_recordset($1::jsonb) r (key text, value text)),
     kept as (insert into app_meta (key, value) select key, value from mine on conflict do nothing)
     select m.key from mine m join app_meta a using (key) where a.value <> m.value`,
    [JSON.stringify(rows)],
  );
  const [first] = other;
  if (first)
    throw new KeyringError(`${first.key.replace('data-key.', '')} is not the key that this database was sealed with`);
}
