import * as z from 'zod';
import type { Services } from '../context';
import { conflict, forbidden } from '../errors';
import { insertAccount, nameField, passwordField, passwordHash, usernameField } from '../people/account';
import { FIRST_RUN_KEY, hashToken } from './first-run-token';

export const createAdminInput = z.strictObject({
  token: z.string().min(1).max(200),
  username: usernameField,
  name: nameField,
  password: passwordField,
});
export type CreateAdminInput = z.infer<typeof createAdminInput>;

const refused = () => forbidden('this set-up link is not valid or was used');

/** Uses up the first-run token to create the first admin. Throws forbidden for a wrong or used token. */
export async function createAdmin(
  services: Pick<Services, 'db'>,
  input: CreateAdminInput,
): Promise<{ readonly userId: string }> {
  const stored = [FIRST_RUN_KEY, hashToken(input.token)];
  const found = await services.db.query('select 1 from app_meta where key = $1 and value = $2', stored);
  if (found.length === 0) throw refused();
  const hash = await passwordHash(input.password);
  return services.db.tx(async (tx) => {
    const used = await tx.query('delete from app_meta where key = $1 and value = $2 returning key', stored);
    if (used.length === 0) throw refused();
    const people = await tx.query('select 1 from users limit 1');
    if (people.length > 0) throw conflict('the set-up is done already');
    const userId = await insertAccount(
      tx,
      { kind: 'system', job: 'setup' },
      { username: input.username, name: input.name, role: 'admin', groupId: null, passwordHash: hash },
    );
    return { userId };
  });
}
