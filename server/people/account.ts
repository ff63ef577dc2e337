import { randomBytes, randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import { SEAT_CAPACITY } from '@/domain/desk/skill';
import { auditEach } from '../audit';
import { type Actor, ROLES, type Role } from '../context';
import { conflict, invalid } from '../errors';
import { holdGroup } from '../groups/hold-group';
import { announcePeople } from './announce-person';

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
  readonly skills?: readonly string[];
  readonly capacity?: number;
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

const USERS = `insert into users (id, name, email, username, display_username, role, group_id)
  select id, name, username || '@tidewatch.invalid', username, shown, role, "groupId" from jsonb_to_recordset($1)
    r (id text, name text, username text, shown text, role text, "groupId" text)
  on conflict do nothing returning id`;
const ACCOUNTS = `insert into accounts (id, account_id, provider_id, user_id, password, is_password_set)
  select gen_random_uuid()::text, id, 'credential', id, "passwordHash", "isPasswordSet" from jsonb_to_recordset($1)
    r (id text, "passwordHash" text, "isPasswordSet" boolean)`;
const SEATS = `insert into seats (user_id, skills, capacity)
  select id, array(select jsonb_array_elements_text(skills)), capacity from jsonb_to_recordset($1)
    r (id text, skills jsonb, capacity int)`;

/**
 * Adds people with a sign-in, a seat and an audit row each, in the caller's transaction and in a few statements, however many
 * there are. Returns their user ids in the same order. Throws conflict when a name is taken, invalid when a group is missing
 * or unknown.
 */
export async function insertAccounts(tx: Sql, actor: Actor, accounts: readonly NewAccount[]): Promise<string[]> {
  for (const { role, groupId } of accounts) assertGroupFits(role, groupId);
  const rows = accounts.map((account) => ({
    ...{ isPasswordSet: true, skills: [], capacity: SEAT_CAPACITY.usual, ...account },
    id: randomUUID(),
    username: account.username.toLowerCase(),
    shown: account.username,
  }));
  for (const groupId of new Set(rows.flatMap((row) => row.groupId ?? []))) await holdGroup(tx, groupId);
  const values = [JSON.stringify(rows)];
  const added = await tx.query(USERS, values);
  if (added.length < rows.length) throw conflict('this user name is taken', { field: 'username' });
  await tx.query(ACCOUNTS, values);
  await tx.query(SEATS, values);
  await auditEach(
    tx,
    actor,
    'people.create',
    rows.map(({ id, username, role, groupId }) => ({ ref: id, detail: { username, role, groupId } })),
  );
  const ids = rows.map(({ id }) => id);
  await announcePeople(tx, ids);
  return ids;
}

/** Adds one person, as insertAccounts does. Returns the user id. */
export async function insertAccount(tx: Sql, actor: Actor, account: NewAccount): Promise<string> {
  const [userId] = await insertAccounts(tx, actor, [account]);
  if (userId === undefined) throw new Error('nobody was added');
  return userId;
}
