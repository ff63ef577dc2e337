import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Keyring } from '../privacy/keyring';

const secretPurpose = (shopId: string) => `shop.secret/${shopId}`;
const credentialsPurpose = (shopId: string) => `shop.credentials/${shopId}`;
const credentialsShape = z.record(z.string(), z.string());

/** A shop's other credentials by name; what was not entered yet is absent. */
export type Credentials = Readonly<Record<string, string>>;

/** By what a secret is recognised without being shown: the first eight digits of its SHA-256. */
export const fingerprintOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 8);

/** Seals a signing secret for its row; it opens for this shop only. */
export const sealSecret = (keyring: Keyring, shopId: string, secret: string): Buffer =>
  keyring.seal(secret, secretPurpose(shopId));

/** Opens a signing secret. Throws KeyringError when it was sealed with another key or for another shop. */
export const openSecret = (keyring: Keyring, shopId: string, sealed: Buffer): string =>
  keyring.openText(sealed, secretPurpose(shopId));

/** Opens what `shops.credentials_sealed` holds; nothing for a shop without any. */
export const openCredentials = (keyring: Keyring, shopId: string, sealed: Buffer | null): Credentials =>
  sealed === null ? {} : credentialsShape.parse(JSON.parse(keyring.openText(sealed, credentialsPurpose(shopId))));

/** The credentials of a shop, for a channel that calls its platform; null when there is no such shop. */
export async function shopCredentials(sql: Sql, keyring: Keyring, shopId: string): Promise<Credentials | null> {
  const [row] = await sql.query<{ sealed: Buffer | null }>(
    'select credentials_sealed as sealed from shops where id = $1',
    [shopId],
  );
  return row ? openCredentials(keyring, shopId, row.sealed) : null;
}

/** The newest live signing secret of a shop; null when it has none. */
export async function newestSecret(sql: Sql, keyring: Keyring, shopId: string): Promise<string | null> {
  const [row] = await sql.query<{ sealed: Buffer }>(
    'select sealed from shop_secrets where shop_id = $1 and retired_at is null order by id desc limit 1',
    [shopId],
  );
  return row ? openSecret(keyring, shopId, row.sealed) : null;
}

/**
 * Changes some credentials and leaves the others, in the caller's transaction; null takes one away. Locks the shop's row,
 * so that a refreshed token and a typed value never overwrite each other.
 */
export async function changeCredentials(
  tx: Sql,
  keyring: Keyring,
  shopId: string,
  changes: Readonly<Record<string, string | null>>,
): Promise<void> {
  const [row] = await tx.query<{ sealed: Buffer | null }>(
    'select credentials_sealed as sealed from shops where id = $1 for update',
    [shopId],
  );
  if (!row) throw new Error('a shop is gone whose credentials were to change');
  const merged = { ...openCredentials(keyring, shopId, row.sealed), ...changes };
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  await tx.query('update shops set credentials_sealed = $2 where id = $1', [
    shopId,
    keyring.seal(JSON.stringify(kept), credentialsPurpose(shopId)),
  ]);
}

/** Stores a signing secret of a shop, in the caller's transaction; returns its id. */
export async function insertSecret(
  tx: Sql,
  keyring: Keyring,
  secret: { readonly shopId: string; readonly text: string; readonly by: string },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    'insert into shop_secrets (shop_id, sealed, fingerprint, created_by) values ($1, $2, $3, $4) returning id',
    [secret.shopId, sealSecret(keyring, secret.shopId, secret.text), fingerprintOf(secret.text), secret.by],
  );
  if (!row) throw new Error('a secret was not stored');
  return row.id;
}
