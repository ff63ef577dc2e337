import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { beginAttempt, forgetAttempts, lockedUntil } from './throttle';

let db: TestDatabase;
let made = 0;
beforeAll(async () => {
  db = await testDatabase();
});

const anAccount = () => `lin.${++made}`;
/** As if that much time had passed since the last attempt of every account. */
const passTime = (byMs: number) =>
  db.query(`update sign_in_attempts set last_at = last_at - $1 * interval '1 ms'`, [byMs]);
const attempts = async (account: string, count: number) => {
  for (let attempt = 0; attempt < count; attempt += 1) await beginAttempt(db, account);
};

describe('attempts to sign in to one account', () => {
  it('are free five times, then wait 5 s, doubled up to 5 min', async () => {
    const account = anAccount();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 13; attempt += 1) {
      const waitMs = await beginAttempt(db, account);
      waits.push(Math.round(waitMs / 1000));
      await passTime(waitMs + 5);
      if (waitMs > 0) expect(await beginAttempt(db, account)).toBe(0);
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300]);
  });

  it('are forgotten after a success, and after 15 quiet minutes', async () => {
    const account = anAccount();
    await attempts(account, 5);
    expect(await beginAttempt(db, account)).toBeGreaterThan(4_000);
    expect(await beginAttempt(db, anAccount())).toBe(0);
    await forgetAttempts(db, account);
    expect(await beginAttempt(db, account)).toBe(0);
    await attempts(account, 8);
    expect(await lockedUntil(db, account)).not.toBeNull();
    await passTime(15 * 60_000 + 1);
    expect(await lockedUntil(db, account)).toBeNull();
    await attempts(account, 4);
    expect(await beginAttempt(db, account)).toBe(0);
  });

  it('are counted before they are answered: of thirty at once five go through', async () => {
    const account = anAccount();
    const waits = await Promise.all(Array.from({ length: 30 }, () => beginAttempt(db, account)));
    expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(5);
  });

  it('leave no trace of names once they are forgotten, and keep no name in plain text', async () => {
    await attempts('the.password.typed.here', 1);
    expect(await db.query(`select 1 from sign_in_attempts where account like '%password%'`)).toEqual([]);
    await passTime(16 * 60_000);
    const account = anAccount();
    await attempts(account, 1);
    expect(await db.query('select 1 from sign_in_attempts')).toHaveLength(1);
  });
});
