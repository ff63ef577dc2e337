import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { parseRoom, type RoomKind, roomOf } from '@/domain/live/rooms';
import { type Action, CAN, type Scope } from './can-table';
import { ROLES, type Role, type UserActor } from './context';
import { roomsFor, roomsToResume } from './live/rooms-of';
import { mayWatch } from './live/watch';
import { appRouter } from './root';
import { ensureDefaults } from './setup/ensure-defaults';
import { anActor, requestOf } from './testing/acting';
import { aConversation } from './testing/conversation-card';
import { aGroupsOwn, everyCall, type GroupsOwn } from './testing/every-call';
import { createCaller } from './trpc';

type Call = (input: unknown) => Promise<unknown>;
type Procedure = { _def: { type: 'query' | 'mutation'; meta?: { action: string } } };

const callerOf = createCaller(appRouter);
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;
const paths = Object.keys(procedures).filter((path) => procedures[path]?._def.meta?.action !== 'public');
const SECRET = '只有另一组知道的话';

let db: TestDatabase;
let own: GroupsOwn;
let other: GroupsOwn;
let otherOrderNo: string;
let made = 0;
const unused = () => `m${++made}`;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  own = await aGroupsOwn(db);
  other = await aGroupsOwn(db);
  await aConversation(db, other.groupId, [SECRET]);
  const [order] = await db.query<{ no: string }>('select order_no as no from orders where id = $1', [other.orderId]);
  otherOrderNo = order?.no ?? '';
});

async function call(actor: UserActor, path: string, input: unknown): Promise<{ code: string; answer: unknown }> {
  const [room, verb] = path.split('.') as [string, string];
  const caller = callerOf(requestOf(db, actor)) as unknown as Record<string, Record<string, Call>>;
  try {
    return { code: 'reached', answer: await caller[room]?.[verb]?.(input) };
  } catch (error) {
    const { code } = error as { code?: string };
    return { code: code === 'FORBIDDEN' || code === 'NOT_FOUND' ? code : 'reached', answer: null };
  }
}

/** What the ids in an input name: something that belongs to one group, or not. A new kind of id needs its line here. */
const NAMED_BY: Readonly<Record<string, 'of a group' | 'of nobody in particular'>> = {
  taskId: 'of a group',
  orderId: 'of a group',
  customerId: 'of a group',
  accountId: 'of nobody in particular',
  corpId: 'of nobody in particular',
  channelId: 'of nobody in particular',
  fileId: 'of nobody in particular',
  mappingId: 'of nobody in particular',
  grantId: 'of nobody in particular',
  holdId: 'of nobody in particular',
  redriveId: 'of nobody in particular',
  linkId: 'of nobody in particular',
  groupId: 'of nobody in particular',
  pageId: 'of nobody in particular',
  secretId: 'of nobody in particular',
  seatId: 'of nobody in particular',
  sessionId: 'of nobody in particular',
  shopId: 'of nobody in particular',
  templateId: 'of nobody in particular',
  tierId: 'of nobody in particular',
  userId: 'of nobody in particular',
};
const calls = everyCall({ groupId: '', shopId: '', taskId: '', orderId: '', customerId: '', seatId: '' }, '');
const idsIn = (input: object | undefined) => Object.keys(input ?? {}).filter((name) => name.endsWith('Id'));
const isOfAGroup = (path: string) => idsIn(calls[path]).some((name) => NAMED_BY[name] === 'of a group');

describe('the table of cases', () => {
  it('knows every procedure, and what every id in its input names', () => {
    expect(Object.keys(calls).sort()).toEqual(Object.keys(procedures).sort());
    for (const [path, input] of Object.entries(calls))
      for (const name of idsIn(input))
        expect([path, name, Object.keys(NAMED_BY)]).toContainEqual(expect.arrayContaining([name]));
  });
});

/** Whose the thing is, seen from the actor: on their seat, of their group, of another; or the actor has no group. */
const STANDS = ['held', 'own group', 'other group', 'no group'] as const;
type Stand = (typeof STANDS)[number];

function expectedOf(path: string, scope: Scope, stand: Stand): string {
  if (scope === 'never') return 'FORBIDDEN';
  if (scope === 'all' || !isOfAGroup(path)) return 'reached';
  if (stand === 'other group' || stand === 'no group') return 'NOT_FOUND';
  // Whoever answers an unclaimed card claims it with that.
  return scope === 'group' || stand === 'held' || path.startsWith('replies.') ? 'reached' : 'FORBIDDEN';
}

async function actorFor(role: Role, stand: Stand): Promise<UserActor> {
  const isEverywhere = role === 'manager' || role === 'admin';
  return anActor(db, { role, groupId: isEverywhere || stand === 'no group' ? null : own.groupId });
}

const attemptsOf = async (actor: UserActor, path: string) =>
  (
    await db.query(`select 1 from audit where actor = $1 and action = 'refused.out-of-reach' and ref = $2`, [
      actor.userId,
      path,
    ])
  ).length;

async function reach(path: string, role: Role, stand: Stand): Promise<string> {
  const actor = await actorFor(role, stand);
  const of = stand === 'other group' ? other : own;
  if (isOfAGroup(path))
    await db.query("update tasks set state = 'open', seat_id = $2, disposition = null where id = $1::bigint", [
      of.taskId,
      stand === 'held' ? actor.userId : of.seatId,
    ]);
  const { code } = await call(actor, path, everyCall(of, unused())[path]);
  // A thing of another group is not found, and the attempt is on record.
  const isNoted = (await attemptsOf(actor, path)) === 1;
  if (isOfAGroup(path)) return code === 'NOT_FOUND' && !isNoted ? 'NOT_FOUND without a record' : code;
  return code === 'FORBIDDEN' && CAN[path as Action][role] !== 'never'
    ? 'reached'
    : code === 'NOT_FOUND'
      ? 'reached'
      : code;
}

describe('every procedure answers every role as the permission table says', () => {
  it.each(paths)('%s', async (path) => {
    const seen: string[] = [];
    const wanted: string[] = [];
    for (const role of ROLES)
      for (const stand of STANDS) {
        seen.push(`${role}, ${stand}: ${await reach(path, role, stand)}`);
        wanted.push(`${role}, ${stand}: ${expectedOf(path, CAN[path as Action][role], stand)}`);
      }
    expect(seen).toEqual(wanted);
  });
});

describe('no answer holds anything of another group', () => {
  /** Asked as widely as the procedure allows. */
  const WIDE: Readonly<Record<string, readonly object[]>> = {
    'board.cards': [{ list: 'open' }, { list: 'unclaimed' }, { list: 'measured' }],
    'orders.list': [{ filter: {} }],
    'tasks.queue': [{ view: 'all' }, { view: 'unclaimed' }, { view: 'intervene' }],
  };
  const queries = paths.filter((path) => procedures[path]?._def.type === 'query');

  it.each(queries)('%s', async (path) => {
    const texts = [otherOrderNo, otherOrderNo.slice(-6), SECRET.slice(0, 2)];
    const wide =
      path === 'orders.search' ? texts.map((text) => ({ text })) : (WIDE[path] ?? [everyCall(own, unused())[path]]);
    for (const role of ['agent', 'supervisor'] as const)
      for (const stand of ['own group', 'no group'] as const)
        for (const input of wide) {
          const { answer } = await call(await actorFor(role, stand), path, input);
          const text = JSON.stringify(answer) ?? '';
          for (const trace of [otherOrderNo, SECRET])
            expect([role, stand, text.includes(trace)]).toEqual([role, stand, false]);
        }
  });

  it('but a manager finds it there, so that the traces are the right ones', async () => {
    const manager = await anActor(db, { role: 'manager' });
    const list = await call(manager, 'orders.list', { filter: {} });
    expect(JSON.stringify(list.answer)).toContain(otherOrderNo);
  });
});

/** What a socket may ask to follow, by the action of the permission table; null: the server joins it, nobody asks. */
const ASKED: Readonly<Record<RoomKind, { readonly action: Action; readonly idOf: (of: GroupsOwn) => string } | null>> =
  {
    user: null,
    session: null,
    group: null,
    everyone: null,
    board: { action: 'board.summary', idOf: () => 'board' },
    order: { action: 'orders.get', idOf: (of) => roomOf.order(of.orderId) },
    customer: { action: 'interactions.recent', idOf: (of) => roomOf.customer(of.customerId) },
  };
const ROOM_OF: Readonly<Record<RoomKind, (of: GroupsOwn) => string>> = {
  user: (of) => roomOf.user(of.seatId),
  session: () => roomOf.session('somebody'),
  group: (of) => roomOf.group(of.groupId),
  everyone: () => roomOf.everyone(),
  board: () => roomOf.board(),
  order: (of) => roomOf.order(of.orderId),
  customer: (of) => roomOf.customer(of.customerId),
};

describe('every kind of room admits every role as the permission table says', () => {
  const kinds = Object.keys(roomOf) as RoomKind[];

  it('the table above knows every kind', () => {
    expect(Object.keys(ASKED).sort()).toEqual([...kinds].sort());
    for (const kind of kinds) expect(parseRoom(ROOM_OF[kind](own))?.kind).toBe(kind);
  });

  it.each(kinds)('%s, when asked for', async (kind) => {
    const asked = ASKED[kind];
    for (const role of ROLES)
      for (const stand of ['own group', 'other group', 'no group'] as const) {
        const of = stand === 'other group' ? other : own;
        const scope = asked === null ? 'never' : CAN[asked.action][role];
        const wanted = scope === 'all' || (scope !== 'never' && (kind === 'board' || stand === 'own group'));
        const may = await mayWatch(db, await actorFor(role, stand), ROOM_OF[kind](of));
        expect([role, stand, may]).toEqual([role, stand, wanted]);
      }
  });

  it('whoever does not see all groups is put into the room of their own group only, and resumes only from there', async () => {
    for (const role of ['agent', 'supervisor'] as const) {
      const groupsIn = (rooms: readonly string[]) => rooms.filter((room) => room.startsWith('group:'));
      const member = await actorFor(role, 'own group');
      expect(groupsIn(roomsFor(member))).toEqual([roomOf.group(own.groupId)]);
      expect(groupsIn(await roomsToResume(db, member))).toEqual([roomOf.group(own.groupId)]);
      const nowhere = await actorFor(role, 'no group');
      expect([...groupsIn(roomsFor(nowhere)), ...groupsIn(await roomsToResume(db, nowhere))]).toEqual([]);
    }
  });
});
