import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Database } from '@/db/client';
import { setPassword } from '@/server/people/set-password';
import { PEOPLE } from './cast';

export interface Login {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly password: string;
}

const keptShape = z.record(z.string(), z.string());

function keptPasswords(file: string): Readonly<Record<string, string>> {
  if (!existsSync(file)) return {};
  return keptShape.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * The sign-ins that the demo prints. Passwords are random, made once, and kept in `file` for its owner alone; where the
 * file is gone, new ones take their place.
 */
export async function demoLogins(db: Database, file: string): Promise<readonly Login[]> {
  const kept = keptPasswords(file);
  const logins: Login[] = [];
  for (const { username, name, role } of PEOPLE.filter(({ isPrinted }) => isPrinted)) {
    const [person] = await db.query<{ id: string }>('select id from users where username = $1', [username]);
    if (person === undefined) throw new Error(`the demo's ${username} is gone: remove the demo's data folder`);
    const password = kept[username] ?? (await newPassword(db, person.id));
    logins.push({ username, name, role, password });
  }
  writeFileSync(file, JSON.stringify(Object.fromEntries(logins.map((l) => [l.username, l.password])), null, 2), {
    mode: 0o600,
  });
  return logins;
}

async function newPassword(db: Database, userId: string): Promise<string> {
  const none = () => {};
  const ctx = { db, actor: { kind: 'system', job: 'demo' } as const, wakeFeed: none };
  const { password } = await setPassword(ctx, { userId });
  if (password === null) throw new Error('no password was made');
  return password;
}
