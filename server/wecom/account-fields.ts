import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Services } from '../context';
import { invalid } from '../errors';
import { isCallable } from '../links/outbound';

export const accountIdField = z.string().min(1).max(64);
const visible = /^[\x21-\x7e]+$/;

/** What a person says about a WeCom account besides its secrets. */
export const accountFields = {
  name: z.string().trim().min(1).max(40),
  corpId: z
    .string()
    .trim()
    .regex(/^\w{4,64}$/),
  groupId: z.string().max(64),
  apiBase: z.string().trim().max(200),
};

export const corpSecretField = z.string().trim().min(8).max(200).regex(visible);
/** As WeCom's form takes them: up to 32, and exactly 43, letters and digits. */
export const callbackTokenField = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{3,32}$/);
export const aesKeyField = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9+/]{43}$/);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The letters with which 43 base64 characters end that stand for exactly 32 bytes. */
const LAST_LETTERS = 'AEIMQUYcgkosw048';

const lettersOf = (from: string, length: number): string =>
  Array.from({ length }, () => from[randomInt(from.length)]).join('');

/** A callback token nobody chose. */
export const generateToken = (): string => lettersOf(LETTERS, 24);
/** An EncodingAESKey nobody chose. */
export const generateAesKey = (): string => lettersOf(LETTERS, 42) + lettersOf(LAST_LETTERS, 1);

/** Throws invalid when the group does not exist or the API's address must not be called. */
export async function assertAccountFits(
  tx: Sql,
  { isLoopbackAllowed }: Pick<Services, 'isLoopbackAllowed'>,
  account: { readonly groupId: string; readonly apiBase: string },
): Promise<void> {
  if (!isCallable(account.apiBase, isLoopbackAllowed))
    throw invalid('this address must not be called', { field: 'apiBase', why: 'address' });
  const groups = await tx.query('select 1 from groups where id = $1 for key share', [account.groupId]);
  if (groups.length === 0) throw invalid('no such group', { field: 'groupId' });
}
