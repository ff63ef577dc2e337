import { beforeEach, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import type { TestDatabase } from '@/db/testing/database';
import type { Context, Role, UserActor } from '../context';
import { appRouter } from '../root';
import { listShops } from '../shops/list';
import { actingAs, requestOf } from '../testing/acting';
import { anInstallation, aPerson, counts, furnish, travelled, unlike } from '../testing/settings-company';
import { createCaller } from '../trpc';
import { applySettings } from './apply';
import { exportSettings } from './export';

let db: TestDatabase;
let admin: Context<UserActor>;
beforeEach(async () => {
  ({ db, admin } = await anInstallation());
});

describe('the exported file', () => {
  it('holds every section, and neither a secret nor a password', async () => {
    await furnish(admin);
    const file = await exportSettings(admin);
    expect(file).toMatchObject({
      format: 'tidewatch-settings',
      version: 1,
      groups: [{ name: '客服一组', region: '华东' }],
      shops: [{ name: '潮汐生活馆', platform: 'generic', channel: 'generic', group: '客服一组', isActive: true }],
      wecom: [{ corpId: 'ww1', name: '微信客服', group: '客服一组' }],
      links: [{ kind: 'qimen', name: '杭州仓', settings: { warehouseCode: 'HZ01' }, shops: [], isActive: true }],
      notices: [{ name: '一组群', kind: 'wecom-robot', group: '客服一组', events: ['hold'] }],
    });
    expect(file.people?.find(({ username }) => username === 'lin.x')).toEqual({
      username: 'lin.x',
      name: '林晓',
      role: 'agent',
      group: '客服一组',
      isActive: true,
      skills: ['vip'],
      capacity: 7,
    });
    expect(file.tiers?.length).toBeGreaterThan(3);
    expect(file.rules?.length).toBeGreaterThan(3);
    const text = JSON.stringify(file);
    const kept = await db.query<{ kept: string }>(
      `select password as kept from accounts union all select encode(sealed, 'escape') from shop_secrets
       union all select fingerprint from shop_secrets union all select encode(secrets_sealed, 'escape') from wecom_accounts
       union all select encode(address_sealed, 'escape') from notice_channels
       union all select encode(secrets_sealed, 'escape') from links`,
    );
    expect(kept.length).toBeGreaterThan(4);
    for (const row of kept) expect(text).not.toContain(row.kept);
    expect(await db.query(`select actor from audit where action = 'transfer.export'`)).toEqual([
      { actor: admin.actor.userId },
    ]);
  });

  it('of a manager leaves out what only an admin sees', async () => {
    await furnish(admin);
    const file = await exportSettings(await aPerson(db, 'manager'));
    expect(Object.keys(file).sort()).toEqual(
      ['exportedAt', 'format', 'groups', 'people', 'rules', 'tiers', 'version'].sort(),
    );
  });

  it.each<Role>(['agent', 'supervisor'])('is refused to a %s', async (role) => {
    const { actor } = await actingAs(db, { role, groupId: await aGroup(db) });
    await expect(createCaller(appRouter)(requestOf(db, actor)).transfer.export()).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('a file on the installation it came from', () => {
  it('changes nothing, however often', async () => {
    await furnish(admin);
    const file = travelled(await exportSettings(admin));
    const before = await counts(db);
    for (let time = 0; time < 2; time += 1) {
      const report = await applySettings(admin, file, false);
      expect(report.isApplied).toBe(true);
      expect(unlike(report)).toEqual([]);
      expect(report.rows.length).toBeGreaterThan(15);
    }
    expect(await counts(db)).toEqual(before);
  });
});

describe('a file on an empty installation', () => {
  async function exported() {
    await furnish(admin);
    await db.query(
      `update tier_sets set tiers = jsonb_set(tiers, '{0,ownerGroupId}', to_jsonb((select id from groups))) where is_active`,
    );
    const file = travelled(await exportSettings(admin));
    ({ db, admin } = await anInstallation());
    return file;
  }

  it('adds everything but what needs a secret or another role, after a dry run that says just that and writes nothing', async () => {
    const file = await exported();
    const before = await counts(db);
    const preview = await applySettings(admin, file, true);
    expect(preview.isApplied).toBe(false);
    expect(await counts(db)).toEqual(before);
    const report = await applySettings(admin, file, false);
    expect(report).toEqual({ isApplied: true, rows: preview.rows });
    expect(unlike(report)).toEqual(
      expect.arrayContaining([
        'groups 客服一组: add',
        'people lin.x: add',
        'people he.jing: add',
        'shops 潮汐生活馆: add',
        'wecom 微信客服: by-hand',
        'links 杭州仓: by-hand',
        'notices 一组群: by-hand',
      ]),
    );
    const written = await db.query<{ detail: { written: unknown } }>(
      `select detail from audit where action = 'transfer.apply'`,
    );
    expect(written[0]?.detail.written).toMatchObject({ groups: 1, shops: 1 });
    const again = await applySettings(admin, file, false);
    expect(unlike(again).filter((line) => !/by-hand|not-yours/.test(line))).toEqual([]);
  });

  it('adds people who need a password, and shops that need a secret', async () => {
    const file = await exported();
    await applySettings(admin, file, false);
    const people = await createCaller(appRouter)(requestOf(db, admin.actor)).people.list();
    expect(people.find(({ username }) => username === 'lin.x')).toMatchObject({
      name: '林晓',
      groupName: '客服一组',
      isPasswordSet: false,
      skills: ['vip'],
      capacity: 7,
    });
    expect((await listShops(admin)).shops).toMatchObject([{ name: '潮汐生活馆', needsSecret: true, liveSecrets: 0 }]);
  });

  it('leaves the tiers and rules to a manager, who applies the same file', async () => {
    const file = await exported();
    const rules = (file.rules ?? []).map((rule, index) =>
      index === 0 ? { ...rule, isEnabled: !rule.isEnabled } : rule,
    );
    const asAdmin = await applySettings(admin, { ...file, rules }, false);
    expect(unlike(asAdmin).filter((line) => /^(tiers|rules) /.test(line))).toEqual([
      `tiers ${file.tiers?.[0]?.name['zh-CN']}: not-yours`,
      `rules ${rules[0]?.name['zh-CN']}: not-yours`,
    ]);
    const manager = await aPerson(db, 'manager');
    const asManager = await applySettings(manager, { ...file, rules }, false);
    expect(unlike(asManager).filter((line) => /^(tiers|rules) /.test(line))).toEqual([
      `tiers ${file.tiers?.[0]?.name['zh-CN']}: change`,
      `rules ${rules[0]?.name['zh-CN']}: change`,
    ]);
    const [inForce] = await db.query<{ rules: unknown }>('select rules from rule_sets where is_active');
    expect(inForce?.rules).toEqual(JSON.parse(JSON.stringify(rules)));
    for (const action of ['rules.publish', 'tiers.publish'])
      expect(await db.query('select actor from audit where action = $1', [action])).toEqual([
        { actor: manager.actor.userId },
      ]);
    expect(
      unlike(await applySettings(manager, { ...file, rules }, false)).filter((line) => /^(tiers|rules) /.test(line)),
    ).toEqual([]);
  });
});
