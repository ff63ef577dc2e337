import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { DEFAULT_TIER_SET } from '@/domain/tiers/default-tiers';
import { NO_FACTS, type Tier, type TierFacts } from '@/domain/tiers/tier';
import type { UserActor } from '../context';
import { appRouter } from '../root';
import { ensureDefaults } from '../setup/ensure-defaults';
import { markAnswered } from '../tasks/answered';
import { openOrJoinCards } from '../tasks/open-cards';
import { anActor, requestOf } from '../testing/acting';
import { aConversation, customerWrites } from '../testing/conversation-card';
import { createCaller } from '../trpc';
import { applyTiers } from './apply-tiers';

const callerOf = createCaller(appRouter);
const { tiers: DEFAULTS } = DEFAULT_TIER_SET;
const AGREED = { changed: 0, overdue: 1_000, later: 0 };
let db: TestDatabase;
let groupId: string;
let manager: UserActor;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  groupId = await aGroup(db);
  manager = await anActor(db, { role: 'manager' });
});
beforeEach(async () => {
  await db.query(`update tasks set state = 'closed'; truncate feed`);
  const { version, tiers } = await force();
  if (JSON.stringify(tiers) !== JSON.stringify(DEFAULTS))
    await publish(DEFAULTS, version).catch((error) => expect(error.message).toContain('nothing was changed'));
});

const as = (actor: UserActor) => callerOf(requestOf(db, actor)).tiers;
const force = () => as(manager).list();
const publish = async (tiers: readonly Tier[], expectedVersion: number, note = '') =>
  as(manager).publish({ tiers: structuredClone(tiers) as Tier[], expectedVersion, agreed: AGREED, note });
const publishNow = async (tiers: readonly Tier[]) => publish(tiers, (await force()).version);
const applyAll = async () => {
  let taken = 0;
  for (let now = await applyTiers(db); now > 0; now = await applyTiers(db)) taken += now;
  return taken;
};

/** Opens a card for a customer of whom this is known, the given time ago. */
async function aCard(facts: Partial<TierFacts>, agoMs = 0): Promise<string> {
  const at = (await db.now()) - agoMs;
  const [customer] = await db.query<{ id: string }>(`insert into customers (shown_name) values ('王**') returning id`);
  const [card] = await db.tx((tx) =>
    openOrJoinCards(
      tx,
      [
        {
          kind: 'conversation',
          orderId: null,
          customerId: customer?.id ?? '',
          groupId,
          class: facts.class ?? null,
          isUrgent: facts.isUrgent ?? false,
          tierFacts: { ...NO_FACTS, class: 'normal', isUrgent: false, paidFen: 100, ...facts },
          reasons: [],
          preferSeatId: null,
          isMessage: false,
          at,
          detectMs: null,
        },
      ],
      at,
    ),
  );
  return card?.taskId ?? '';
}
const read = async (taskId: string) => {
  const [row] = await db.query<{
    tier: string;
    due: number;
    opened: number;
    overdue: boolean;
    overdueAt: number | null;
    tierVersion: number;
    version: number;
  }>(
    `select tier_id as tier, due_at as due, opened_at as opened, is_overdue as overdue, overdue_at as "overdueAt",
       tier_version as "tierVersion", version::int as version from tasks where id = $1`,
    [taskId],
  );
  if (!row) throw new Error('no such card');
  return row;
};
const withRespond = (id: string, ms: number): Tier[] =>
  DEFAULTS.map((tier) => (tier.id === id ? { ...tier, respond: { kind: 'within', ms } } : tier));
/** The tiers with one more before the others: what was paid reaches this line. */
const withPaidLine = (minFen: number, ms = HOUR_MS): Tier[] => [
  {
    id: 'paid',
    name: { 'zh-CN': '大额', en: 'High value' },
    condition: { any: [{ check: 'paid-at-least', params: { minFen } }] },
    respond: { kind: 'within', ms },
    warn: { kind: 'share', leftPercent: 25 },
    skill: null,
    ownerGroupId: null,
  },
  ...DEFAULTS,
];

describe('who may', () => {
  it('see the tiers: supervisors, managers and admins; edit them: managers alone', async () => {
    const attempts = async (role: 'agent' | 'supervisor' | 'admin') => {
      const tiers = as(await anActor(db, { role, groupId: role === 'admin' ? null : groupId }));
      const draft = withRespond('normal', HOUR_MS);
      const calls = [
        tiers.names(),
        tiers.list(),
        tiers.history({}),
        tiers.preview({ tiers: draft }),
        tiers.publish({ tiers: draft, expectedVersion: 1, agreed: AGREED, note: '' }),
      ];
      return (await Promise.allSettled(calls)).map((call) =>
        call.status === 'fulfilled' ? 'may' : (call.reason as { code: string }).code,
      );
    };
    const refused = 'FORBIDDEN';
    expect(await attempts('agent')).toEqual(['may', refused, refused, refused, refused]);
    expect(await attempts('supervisor')).toEqual(['may', 'may', 'may', refused, refused]);
    expect(await attempts('admin')).toEqual(['may', 'may', 'may', refused, refused]);
  });
});

describe('a preview', () => {
  it('of tiers as they are changes nothing, for a card of every kind', async () => {
    await aCard({});
    await aCard({ isUrgent: true });
    await aCard({ class: 'abnormal' });
    await aCard({ isConversation: true, warnings: ['authority'] });
    expect(await as(manager).preview({ tiers: [...DEFAULTS] })).toEqual({
      ...{ open: 4, changed: 0, overdue: 0, earlier: 0, later: 0 },
      moves: [],
    });
  });

  it('counts cards by where they come from and go to, those overdue at once, and those with more time', async () => {
    await aCard({ paidFen: 500 }, 3 * HOUR_MS);
    const late = await aCard({ paidFen: 900_000 }, 3 * HOUR_MS);
    const fresh = await aCard({ paidFen: 900_000 });
    const urgent = await aCard({ isUrgent: true });
    const draft = withPaidLine(800_000).map((tier) =>
      tier.id === 'urgent' ? { ...tier, respond: { kind: 'within' as const, ms: 5 * HOUR_MS } } : tier,
    );
    const preview = await as(manager).preview({ tiers: draft });
    expect(preview).toMatchObject({ open: 4, changed: 2, overdue: 1, earlier: 2, later: 1 });
    expect(preview.moves.map(({ from, to, total, cards }) => [from, to, total, cards.map((c) => c.taskId)])).toEqual([
      ['normal', 'paid', 2, [late, fresh]],
      ['urgent', 'urgent', 1, [urgent]],
    ]);
    expect(preview.moves[0]?.cards[0]).toMatchObject({ who: '王**', orderNo: null });
  });

  it('is exactly what publishing then does', async () => {
    const ids: string[] = [];
    for (const paidFen of [100, 2_000, 500_000, 999_999])
      for (const ago of [0, 90 * MINUTE_MS, 5 * HOUR_MS]) ids.push(await aCard({ paidFen }, ago));
    const draft = withPaidLine(500_000);
    const before = await Promise.all(ids.map(read));
    const preview = await as(manager).preview({ tiers: draft });
    await publishNow(draft);
    expect(await applyAll()).toBe(ids.length);
    const after = await Promise.all(ids.map(read));
    const differ = (test: (a: (typeof after)[number], b: (typeof after)[number]) => boolean) =>
      after.filter((card, index) => test(card, before[index]!)).length;
    expect({
      changed: differ((a, b) => a.tier !== b.tier),
      overdue: differ((a, b) => a.overdue && !b.overdue),
      earlier: differ((a, b) => a.due < b.due),
      later: differ((a, b) => a.due > b.due),
    }).toEqual({
      changed: preview.changed,
      overdue: preview.overdue,
      earlier: preview.earlier,
      later: preview.later,
    });
    expect(preview.changed).toBe(6);
  });

  it('changes nothing, and refuses tiers that could not be published, with the field', async () => {
    const card = await aCard({}, HOUR_MS);
    const before = await read(card);
    await as(manager).preview({ tiers: withRespond('normal', MINUTE_MS) });
    expect(await read(card)).toEqual(before);
    await expect(as(manager).preview({ tiers: DEFAULTS.slice(0, 2) as Tier[] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { detail: { tierId: 'abnormal', field: 'condition', problem: 'must-take-all' } },
    });
    const odd = withPaidLine(1).map((tier) => ({ ...tier, ownerGroupId: 'nowhere' }));
    await expect(as(manager).preview({ tiers: odd })).rejects.toMatchObject({
      cause: { detail: { field: 'ownerGroupId' } },
    });
    const extra = [{ ...DEFAULTS[0]!, color: 'red' }, ...DEFAULTS.slice(1)];
    await expect(as(manager).preview({ tiers: extra })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('publishing', () => {
  it('keeps every version with who, when, why and what it changed, and is on record', async () => {
    const { version } = await publishNow(withPaidLine(5_000));
    const [latest, former] = (await as(manager).history({})).versions;
    expect(latest).toMatchObject({
      ...{ version, isActive: true, publishedBy: manager.name, restores: null },
      changes: [{ tierId: 'paid', kind: 'added' }],
    });
    expect(former).toMatchObject({ version: version - 1, isActive: false });
    expect(
      await db.query('select actor, detail from audit where action = $1 and ref = $2', ['tiers.publish', version]),
    ).toMatchObject([
      { actor: manager.userId, detail: { changes: [{ tierId: 'paid', kind: 'added' }], agreed: AGREED } },
    ]);
    expect(await db.query(`select rooms, patch from feed where topic = 'tiers.published'`)).toContainEqual({
      rooms: ['everyone'],
      patch: { version },
    });
  });

  it('judges cards that come later by the new tiers at once', async () => {
    const { version } = await publishNow(withPaidLine(5_000));
    expect(await read(await aCard({ paidFen: 5_000 }))).toMatchObject({ tier: 'paid', tierVersion: version });
  });

  it('of a draft made from an older version is refused and names who was first', async () => {
    const { version } = await force();
    await publish(withPaidLine(5_000), version);
    await expect(publish(withPaidLine(6_000), version)).rejects.toMatchObject({
      code: 'CONFLICT',
      cause: { detail: { reason: 'version', version: version + 1, by: manager.name } },
    });
    const both = await Promise.allSettled([publishNow(withPaidLine(7_000)), publishNow(withPaidLine(8_000))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is refused when much more would be overdue than was agreed to, and when nothing was changed', async () => {
    for (let n = 0; n < 12; n += 1) await aCard({}, 2 * HOUR_MS);
    const { version } = await force();
    const tiers = withRespond('normal', HOUR_MS);
    const none = { changed: 0, overdue: 0, later: 0 };
    const attempt = as(manager).publish({ tiers, expectedVersion: version, agreed: none, note: '' });
    await expect(attempt).rejects.toMatchObject({ cause: { detail: { reason: 'counts', overdue: 12 } } });
    await expect(publishNow(DEFAULTS)).rejects.toMatchObject({ cause: { detail: { problem: 'unchanged' } } });
    expect((await force()).version).toBe(version);
  });

  it('of former tiers takes everything back and says which version that was', async () => {
    const card = await aCard({ paidFen: 700_000 }, 90 * MINUTE_MS);
    const before = await read(card);
    const former = await force();
    await publishNow(withPaidLine(700_000));
    await applyAll();
    expect(await read(card)).toMatchObject({ tier: 'paid', overdue: true });
    await publishNow(former.tiers);
    await applyAll();
    const { tierVersion: _v, version: _n, ...restored } = await read(card);
    const { tierVersion: _w, version: _m, ...asBefore } = before;
    expect(restored).toEqual(asBefore);
    const [latest] = (await as(manager).history({})).versions;
    expect(latest?.restores).not.toBeNull();
    expect((await as(manager).history({ before: (latest?.version ?? 0) - 1 })).versions[0]?.version).toBe(
      (latest?.version ?? 0) - 2,
    );
  });
});

describe('bringing open cards over', () => {
  it('announces each card that changed, once, and marks those overdue from now on; the board counts them', async () => {
    const late = await aCard({ paidFen: 600_000 }, 2 * HOUR_MS);
    const other = await aCard({});
    await publishNow(withPaidLine(600_000));
    const now = await db.now();
    await applyAll();
    expect((await read(late)).overdueAt).toBeGreaterThanOrEqual(now);
    const told = await db.query(
      `select entity_id as id, patch->>'tierId' as tier, patch->>'isOverdue' as overdue, rooms
      from feed where topic = 'task.changed' and entity_id = any($1) and patch->>'tierId' = 'paid'`,
      [[late, other]],
    );
    expect(told).toEqual([
      { id: late, tier: 'paid', overdue: 'true', rooms: expect.arrayContaining([`group:${groupId}`]) },
    ]);
    const board = await callerOf(requestOf(db, manager)).board.summary();
    expect(board.overdue.map((card) => card.taskId)).toEqual([late]);
    expect(board.gauges).toMatchObject({ overdue: 1 });
  });

  it('goes on where a killed run stood: each card is judged once, and progress ends at the total', async () => {
    await db.query(`insert into customers (shown_name) select 'bulk' from generate_series(1, 1200)`);
    await db.query(
      `insert into tasks (kind, customer_id, group_id, class, tier_id, tier_facts, tier_version, due_at, due_kind,
         work_due_at, work_due_kind)
       select 'conversation', id, $1, 'normal', 'normal', $2, (select version from tier_sets where is_active),
         now() + interval '24 h', 'tier', now() + interval '24 h', 'tier' from customers where shown_name = 'bulk'`,
      [groupId, JSON.stringify({ ...NO_FACTS, paidFen: 700_000 })],
    );
    const { version } = await publishNow(withPaidLine(700_000));
    expect(await applyTiers(db)).toBe(250);
    const killed = {
      ...db,
      tx: <T>(work: Parameters<typeof db.tx<T>>[0]) =>
        db.tx(async (tx) => {
          await work(tx);
          throw new Error('killed before the commit');
        }),
    };
    await expect(applyTiers(killed)).rejects.toThrow('killed');
    expect((await force()).progress).toMatchObject({ done: 250, total: 1_200, finishedAt: null });
    expect(await applyAll()).toBe(950);
    expect((await force()).progress).toMatchObject({ done: 1_200, total: 1_200, changed: 1_200 });
    expect((await force()).progress.finishedAt).not.toBeNull();
    expect(
      await db.query(
        `select 1 from tasks where state = 'open' and (tier_id <> 'paid' or version <> 2 or tier_version <> $1)`,
        [version],
      ),
    ).toEqual([]);
    const told = await db.query<{ n: number }>(`select count(*)::int as n from feed where topic = 'task.changed'`);
    expect(told).toEqual([{ n: 1_200 }]);
  });

  it('finds a card that a slower transaction opened under the old tiers', async () => {
    const { version } = await publishNow(withPaidLine(400_000));
    await applyAll();
    const card = await aCard({ paidFen: 400_000 });
    await db.query(`update tasks set tier_id = 'normal', tier_version = $2 where id = $1`, [card, version - 1]);
    expect(await applyTiers(db)).toBe(1);
    expect(await read(card)).toMatchObject({ tier: 'paid', tierVersion: version });
  });

  it('leaves a card that somebody works on for the next run', async () => {
    const [busy, free] = [await aCard({ paidFen: 400_000 }), await aCard({ paidFen: 400_000 })];
    await publishNow(withPaidLine(300_000));
    await db.tx(async (tx) => {
      await tx.query('select 1 from tasks where id = $1 for update', [busy]);
      expect(await applyTiers(db)).toBe(1);
      expect((await force()).progress.finishedAt).toBeNull();
    });
    expect([(await read(busy!)).tier, (await read(free!)).tier]).toEqual(['normal', 'paid']);
    expect(await applyTiers(db)).toBe(1);
    expect(await read(busy!)).toMatchObject({ tier: 'paid' });
  });
});

describe('a card that a customer writes on', () => {
  const tierOfCard = async (taskId: string) => (await read(taskId)).tier;

  it('is urgent once they threaten, and its clock runs from then; an answer takes nothing of that back', async () => {
    const { taskId, ...to } = await aConversation(db, groupId, ['在吗']);
    expect(await tierOfCard(taskId)).toBe('conversation');
    const before = await read(taskId);
    await customerWrites(db, { groupId, ...to }, ['再不发货我打12315']);
    expect(await tierOfCard(taskId)).toBe('urgent');
    await db.tx(async (tx) => markAnswered(tx, taskId, await db.now()));
    const after = await read(taskId);
    expect(after).toMatchObject({ tier: 'urgent', opened: before.opened });
    expect(after.due - before.opened).toBeLessThan(2 * HOUR_MS + MINUTE_MS);
    expect(await as(manager).preview({ tiers: [...DEFAULTS] })).toMatchObject({ open: 1, changed: 0, later: 0 });
  });

  it('is urgent when three messages are left unanswered, not when they are answered in between', async () => {
    const patient = await aConversation(db, groupId, ['在吗', '你好']);
    const left = await aConversation(db, groupId, ['在吗', '你好', '有人吗']);
    expect([await tierOfCard(patient.taskId), await tierOfCard(left.taskId)]).toEqual(['conversation', 'urgent']);
    await db.tx(async (tx) => markAnswered(tx, patient.taskId, await db.now()));
    const { externalId, openKfId } = patient;
    await customerWrites(db, { groupId, externalId, openKfId }, ['好的', '谢谢']);
    expect(await tierOfCard(patient.taskId)).toBe('conversation');
  });
});
