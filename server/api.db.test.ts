import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { UserActor } from './context';
import { appRouter } from './root';
import { ensureDefaults } from './setup/ensure-defaults';
import { anActor, requestOf } from './testing/acting';
import { aGroupsOwn, everyCall, type GroupsOwn } from './testing/every-call';
import { createCaller } from './trpc';

type Call = (input: unknown) => Promise<unknown>;

let db: TestDatabase;
let own: GroupsOwn;
let made = 0;
const callerOf = createCaller(appRouter);
const paths = Object.keys(appRouter._def.procedures);

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  own = await aGroupsOwn(db);
});

const unused = () => `${++made}`;

/** Calls a procedure by its path; returns the code of its refusal, or 'ok'. */
async function call(actor: UserActor | null, path: string, input: unknown): Promise<string> {
  const [room, verb] = path.split('.') as [string, string];
  const caller = callerOf(requestOf(db, actor)) as unknown as Record<string, Record<string, Call>>;
  try {
    await caller[room]?.[verb]?.(input);
    return 'ok';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

it('the list of calls below knows every procedure', () => {
  expect(Object.keys(everyCall(own, '0')).sort()).toEqual([...paths].sort());
});

/** Every input that differs from the given one in one value of this type. */
function* spoilt(value: unknown, type: 'string' | 'number', odd: unknown): Generator<unknown> {
  if (typeof value === type) yield odd;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value))
    for (const other of spoilt(part, type, odd)) yield { ...value, [key]: other };
}

const ODD_TEXTS = [
  ['NUL', 'a\0b'],
  ['half a surrogate pair', '\ud800 x'],
  ['an id beyond 64 bits', '9999999999999999999'],
  ['a position beyond 64 bits', '999999999999999.9999999999999999999'],
  ['SQL', "'; drop table users; --"],
  ['a page', '<img src=x onerror=alert(1)>'],
  ['an override of the direction', '\u202e4321'],
  ['nothing', ''],
  ['a name every object has', '__proto__'],
  ['very long text', 'x'.repeat(30_000)],
] as const;
const ODD_NUMBERS = [Number.MAX_SAFE_INTEGER, -1, 2 ** 31, 0.5, Number.NaN] as const;

describe('every procedure that takes an input', () => {
  const withInput = () => Object.entries(everyCall(own, unused())).filter(([, input]) => input !== undefined);

  it.each(ODD_TEXTS)('answers %s in any text, and never with an error of ours', async (_, odd) => {
    const admin = await anActor(db, { role: 'admin' });
    const manager = await anActor(db, { role: 'manager' });
    const failed: string[] = [];
    for (const [path, input] of withInput())
      for (const other of spoilt(input, 'string', odd))
        for (const actor of [manager, admin])
          if ((await call(actor, path, other)) === 'INTERNAL_SERVER_ERROR')
            failed.push(`${path} ${JSON.stringify(other).slice(0, 200)}`);
    expect(failed).toEqual([]);
  });

  it.each(ODD_NUMBERS)('answers %s in place of any number, and never with an error of ours', async (odd) => {
    const manager = await anActor(db, { role: 'manager' });
    const failed: string[] = [];
    for (const [path, input] of withInput())
      for (const other of spoilt(input, 'number', odd))
        if ((await call(manager, path, other)) === 'INTERNAL_SERVER_ERROR')
          failed.push(`${path} ${JSON.stringify(other)}`);
    expect(failed).toEqual([]);
  });
});

it('asks everybody to sign in first', async () => {
  for (const path of paths.filter((known) => !known.startsWith('setup.')))
    expect([path, await call(null, path, everyCall(own, unused())[path])]).toEqual([path, 'UNAUTHORIZED']);
});
