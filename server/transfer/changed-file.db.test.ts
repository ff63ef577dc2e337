import { beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '@/db/testing/database';
import type { Context, UserActor } from '../context';
import { aConversation } from '../testing/conversation-card';
import { anInstallation, aPerson, counts, furnish, travelled } from '../testing/settings-company';
import { applySettings } from './apply';
import { exportSettings } from './export';
import type { SettingsFile } from './settings-file';

let db: TestDatabase;
let admin: Context<UserActor>;
beforeEach(async () => {
  ({ db, admin } = await anInstallation());
});

describe('a changed file', () => {
  it('shows each difference, and changes only that', async () => {
    await furnish(admin);
    const file = travelled(await exportSettings(admin));
    const changed: SettingsFile = {
      ...file,
      groups: [{ name: '客服一组', region: '华南' }],
      people: file.people?.map((person) =>
        person.username === 'lin.x' ? { ...person, name: '林晓晓', isActive: false, capacity: 9 } : person,
      ),
      shops: file.shops?.map((shop) => ({ ...shop, isActive: false })),
      notices: file.notices?.map((notice) => ({ ...notice, isActive: false })),
    };
    const report = await applySettings(admin, changed, false);
    expect(report.rows.filter(({ effect }) => effect !== 'same')).toMatchObject([
      { section: 'groups', effect: 'change', fields: [{ field: 'region', from: '华东', to: '华南' }] },
      {
        section: 'people',
        name: 'lin.x',
        effect: 'change',
        fields: [
          { field: 'name', from: '林晓', to: '林晓晓' },
          { field: 'isActive', from: true, to: false },
          { field: 'capacity', from: 7, to: 9 },
        ],
      },
      { section: 'shops', effect: 'change', fields: [{ field: 'isActive', from: true, to: false }] },
      { section: 'notices', effect: 'change', fields: [{ field: 'isActive', from: true, to: false }] },
    ]);
    expect(await db.query(`select banned from users where username = 'lin.x'`)).toEqual([{ banned: true }]);
    const [row] = await db.query<{ n: number }>('select count(*)::int as n from shop_secrets where retired_at is null');
    expect(row?.n).toBe(1);
  });

  it('with one refused entry changes nothing, and every refused row says why', async () => {
    await furnish(admin);
    const file = travelled(await exportSettings(admin));
    const before = await counts(db);
    const nobody = { role: 'agent' as const, isActive: true, skills: [], capacity: 5 };
    const report = await applySettings(
      admin,
      {
        ...file,
        groups: [{ name: '新组', region: null }],
        people: [
          { ...nobody, username: 'a.b', name: '甲', group: '没有的组' },
          { ...nobody, username: 'c.d', name: '乙', group: null },
          ...(file.people ?? []).map((person) =>
            person.role === 'admin' ? { ...person, role: 'manager' as const } : person,
          ),
        ],
        shops: file.shops?.map((shop) => ({ ...shop, platform: 'jd' as const })),
      },
      false,
    );
    expect(report.isApplied).toBe(false);
    expect(report.rows.filter(({ effect }) => effect === 'refused')).toMatchObject([
      { name: 'a.b', problem: 'no-such-group', about: '没有的组' },
      { name: 'c.d', problem: 'groupId' },
      { section: 'people', problem: 'last-admin' },
      { section: 'shops', problem: 'another-shop' },
    ]);
    expect(await counts(db)).toEqual(before);
  });

  it('leaves tiers that would make cards overdue at once to the page that asks first', async () => {
    await furnish(admin);
    const manager = await aPerson(db, 'manager');
    const file = travelled(await exportSettings(manager));
    const [group] = await db.query<{ id: string }>('select id from groups');
    const { taskId } = await aConversation(db, group?.id ?? '', ['在吗']);
    await db.query(`update tasks set tier_since = now() - interval '1 h' where id = $1::bigint`, [taskId]);
    const tiers = file.tiers?.map((tier) => ({
      ...tier,
      respond: { kind: 'within', ms: 600_000 },
      warn: { kind: 'share', leftPercent: 10 },
    }));
    const report = await applySettings(manager, { ...file, tiers }, false);
    expect(report.rows.filter(({ section }) => section === 'tiers')[0]).toMatchObject({
      effect: 'by-hand',
      problem: 'cards-overdue',
      about: '1',
    });
    expect(await db.query(`select 1 from audit where action = 'tiers.publish'`)).toEqual([]);
  });
});

it('five hundred people are taken in by one transaction', async () => {
  const people = Array.from({ length: 500 }, (_, index) => ({
    username: `p.${index}`,
    name: `人${index}`,
    role: 'agent' as const,
    group: '大组',
    isActive: true,
    skills: ['vip'],
    capacity: 10,
  }));
  const file = { format: 'tidewatch-settings' as const, version: 1 as const, exportedAt: '2026-01-02T03:04:05.000Z' };
  const report = await applySettings(admin, { ...file, groups: [{ name: '大组', region: null }], people }, false);
  expect(report.isApplied).toBe(true);
  expect(await db.query('select 1 from users where group_id is not null')).toHaveLength(500);
});
