import { randomBytes, randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import { type Actor, ROLES, type Role } from '../context';
import { conflict, invalid } from '../errors';
import { holdGroup } from '../groups/hold-group';
import { announcePerson } from './announce-person';

export const usernameField = z
  .string()
  .regex(/^[a-zA-Z0-9_.]{3,30}$/, 'letters, digits, _ and . only, 3 to 30 characters');
export const passwordField = z.string().min(12).max(128);
export const nameField = z.string().trim().min(1).max(40);
export const roleField = z.enum(ROLES);

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
  readonly passwordHash: string;
  /** False: nobody knows the password, an admin has to set one first. */
  readonly isPasswordSet?: boolean;
}

/** A password nobody chose: 96 random bits in 16 characters. */
export const generatePassword = () => randomBytes(12).toString('base64url');

/** The form in which better-auth stores and checks passwords (scrypt). Takes about 0.1 s; do it before a transaction. */
export const passwordHash = (password: string): Promise<string> => hashPassword(password);

/** Agents and supervisors work in a group; without one they would see nothing. Throws invalid. */
export function assertGroupFits(role: Role, groupId: string | null): void {
  if (groupId === null && (role === 'agent' || role === 'supervisor')) {
    throw invalid('an agent or supervisor needs a group', { field: 'groupId' });
  }
}

/**
 * Adds a person with a sign-in, a seat and an audit row, in the caller's transaction. Returns the user id.
 * Throws conflict when the name is taken, invalid when the group is missing or unknown.
 */
export async function insertAccount(tx: Sql, actor: Actor, account: NewAccount): Promise<string> {
  assertGroupFits(account.role, account.groupId);
  const userId = randomUUID();
  const username = account.username.toLowerCase();
  if (account.groupId !== null) await holdGroup(tx, account.groupId);
  const added = await tx.query(
    `insert into users (id, name, email, username, display_username, role, group_id)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    [userId, account.name, `${username}@tidewatch.invalid`, username, account.username, account.role, account.groupId],
  );
  if (added.length === 0) throw conflict('this user name is taken', { field: 'username' });
  await tx.query(
    `insert into accounts (id, account_id, provider_id, user_id, password, is_password_set)
     values ($1, $2, 'credential', $2, $3, $4)`,
    [randomUUID(), userId, account.passwordHash, account.isPasswordSet ?? true],
  );
  await tx.query('insert into seats (user_id) values ($1)', [userId]);
  await audit(tx, actor, 'people.create', userId, { username, role: account.role, groupId: account.groupId });
  await announcePerson(tx, userId);
  return userId;
}
