import * as z from 'zod';
import type { Context, Services } from '../context';
import {
  generatePassword,
  insertAccount,
  nameField,
  passwordField,
  passwordHash,
  roleField,
  usernameField,
} from './account';

export const createUserInput = z.strictObject({
  username: usernameField,
  name: nameField,
  role: roleField,
  groupId: z.string().max(64).nullable(),
  password: passwordField.optional(),
});
export type CreateUserInput = z.infer<typeof createUserInput>;

export interface CreatedUser {
  readonly userId: string;
  /** The generated password, shown this once; null when the caller chose one. */
  readonly password: string | null;
}

/** Adds a person who can sign in at once. Throws conflict when the name is taken, invalid when the group does not fit. */
export async function createUser(
  ctx: Pick<Services, 'db'> & Pick<Context, 'actor'>,
  input: CreateUserInput,
): Promise<CreatedUser> {
  const generated = input.password === undefined ? generatePassword() : null;
  const hash = await passwordHash(input.password ?? generated ?? '');
  const userId = await ctx.db.tx((tx) =>
    insertAccount(tx, ctx.actor, {
      username: input.username,
      name: input.name,
      role: input.role,
      groupId: input.groupId,
      passwordHash: hash,
    }),
  );
  return { userId, password: generated };
}
