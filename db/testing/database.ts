import { randomBytes } from 'node:crypto';
import { afterAll, inject, onTestFinished, TestRunner } from 'vitest';
import { openDatabase, type PooledDatabase } from '../client';
import { TEMPLATE } from './template-name';

export interface TestDatabase extends PooledDatabase {
  readonly url: string;
}

/** After the test that asks, or after the last test of the file where it is asked for in beforeAll. */
const inTheEnd = (work: () => Promise<void>): void => {
  if (TestRunner.getCurrentTest()) onTestFinished(work);
  else afterAll(work);
};

/** A migrated database of the calling test's or test file's own; dropped when that is over. Call it in beforeAll or in a test. */
export async function testDatabase(options: { readonly isPipeline?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = inject('templateUrl').replace(`/${TEMPLATE}?`, `/${name}?`);
  await asAdmin(async (admin) => {
    await admin.query(`create database ${name} template ${TEMPLATE}`);
  });
  const db = openDatabase({ url, max: 16, ...options });
  inTheEnd(async () => {
    await db.close();
    await asAdmin(async (admin) => {
      await admin.query(`drop database ${name} with (force)`);
    });
  });
  return { ...db, url };
}

/** A database with nothing in it, for tests of the migrations and for foreign transactions; dropped when they are over. */
export async function emptyDatabaseUrl(): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => {
    await admin.query(`create database ${name}`);
  });
  inTheEnd(() =>
    asAdmin(async (admin) => {
      await admin.query(`drop database ${name} with (force)`);
    }),
  );
  return inject('templateUrl').replace(`/${TEMPLATE}?`, `/${name}?`);
}

async function asAdmin(work: (admin: PooledDatabase) => Promise<void>): Promise<void> {
  const admin = openDatabase({ url: inject('templateUrl').replace(`/${TEMPLATE}?`, '/postgres?'), max: 1 });
  try {
    await work(admin);
  } finally {
    await admin.close();
  }
}
