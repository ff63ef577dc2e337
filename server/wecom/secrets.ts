import * as z from 'zod';
import type { Keyring } from '../privacy/keyring';

/** The secrets of one WeCom account. Never logged, never sent to a browser. */
const wecomSecrets = z.strictObject({ corpSecret: z.string(), callbackToken: z.string(), encodingAesKey: z.string() });
export type WecomSecrets = z.infer<typeof wecomSecrets>;

const purposeOf = (accountId: string) => `wecom.secrets/${accountId}`;

/** Seals an account's secrets for its row; they open for this account only. */
export const sealWecomSecrets = (keyring: Keyring, accountId: string, secrets: WecomSecrets): Buffer =>
  keyring.seal(JSON.stringify(secrets), purposeOf(accountId));

/** Opens an account's secrets. Throws KeyringError when they were sealed with another key or for another account. */
export const openWecomSecrets = (keyring: Keyring, accountId: string, sealed: Buffer): WecomSecrets =>
  wecomSecrets.parse(JSON.parse(keyring.openText(sealed, purposeOf(accountId))));
