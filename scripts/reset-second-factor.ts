/** The way back for the last admin whose phone and backup codes are gone: run where the server runs. */
import { readEnv } from '../server/env';
import { AppError } from '../server/errors';
import { createLog } from '../server/log';
import { resetSecondFactor } from '../server/people/reset-second-factor';
import { openStore, type Store } from '../server/store';

const USAGE = 'npm run second-factor:reset -- USERNAME';

async function reset(store: Store, username: string): Promise<string> {
  const [person] = await store.db.query<{ id: string }>('select id from users where username = $1', [
    username.toLowerCase(),
  ]);
  if (!person) throw new AppError('not-found', `nobody signs in as ${username}`);
  const ctx = { db: store.db, actor: { kind: 'system', job: 'second-factor:reset' } as const, wakeFeed: () => {} };
  const { hadOne } = await resetSecondFactor(ctx, { userId: person.id });
  return hadOne
    ? `${username} sets up a second factor anew at the next sign-in, and is signed out everywhere.`
    : `${username} had no second factor, and is signed out everywhere.`;
}

async function main(username: string): Promise<void> {
  const store = await openStore(readEnv(), createLog('warn'));
  try {
    console.log(await reset(store, username));
  } finally {
    await store.close();
  }
}

const [username, ...others] = process.argv.slice(2);
if (username === undefined || others.length > 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await main(username).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
