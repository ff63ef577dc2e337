import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { appRouter } from '../root';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, requestOf } from '../testing/acting';
import { createCaller } from '../trpc';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
});
const as = async (role: 'admin' | 'manager' | 'supervisor' | 'agent') => {
  const actor = await anActor(db, { role });
  return { actor, api: createCaller(appRouter)(requestOf(db, actor)) };
};
const VALUES = { rawBodyDays: 14, receiverDays: 90, messageDays: 365, revealsADay: 100, revealsInTenMinutes: 15 };

describe('the settings of privacy', () => {
  it('are set by an admin, on record with what they were before', async () => {
    const admin = await as('admin');
    const { settings, kinds } = await admin.api.privacy.overview();
    expect(settings).toEqual({
      ...{ rawBodyDays: 30, receiverDays: 180, messageDays: null },
      ...{ revealsADay: 200, revealsInTenMinutes: 20, version: 1 },
    });
    expect(kinds.map(({ kind, dueSoon }) => [kind, dueSoon])).toEqual([
      ['raw-bodies', 0],
      ['receivers', 0],
      ['messages', 0],
    ]);
    expect(await admin.api.privacy.set({ ...VALUES, version: 1 })).toEqual({ ...VALUES, version: 2 });
    const rows = await db.query('select actor, detail from audit where action = $1', ['privacy.set']);
    expect(rows).toEqual([{ actor: admin.actor.userId, detail: { before: settings, after: VALUES } }]);
  });

  it('are refused when they were changed on another page meanwhile', async () => {
    const admin = await as('admin');
    await expect(admin.api.privacy.set({ ...VALUES, version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each(['agent', 'supervisor', 'manager'] as const)('are nothing for a %s', async (role) => {
    const caller = await as(role);
    await expect(caller.api.privacy.overview()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(caller.api.privacy.set({ ...VALUES, version: 2 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('take no days below one and none beyond ten years', async () => {
    const admin = await as('admin');
    for (const rawBodyDays of [0, -1, 1.5, 3_651])
      await expect(admin.api.privacy.set({ ...VALUES, rawBodyDays, version: 2 })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
  });
});
