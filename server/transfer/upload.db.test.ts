import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '@/db/testing/database';
import type { UserActor } from '../context';
import { anActor, quietServices } from '../testing/acting';
import { openDoor, type TestDoor } from '../testing/door';
import { anInstallation } from '../testing/settings-company';
import { transferRoutes } from './upload';

const empty = { format: 'tidewatch-settings', version: 1, exportedAt: '2026-01-02T03:04:05.000Z' };
let db: TestDatabase;
let admin: UserActor;
let agent: UserActor;
let door: TestDoor;

beforeAll(async () => {
  const installed = await anInstallation();
  db = installed.db;
  admin = installed.admin.actor;
  agent = await anActor(db, { role: 'agent' });
  door = await openDoor(db, transferRoutes(quietServices(db)), [admin, agent]);
});
afterAll(() => door.close());

interface Answer {
  readonly status: number;
  readonly body: { error?: { code: string }; problems?: { path: string; problem: string }[]; isApplied?: boolean };
}
async function send(body: unknown, query = 'dryRun=0', headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${door.url}/api/settings?${query}`, {
    method: 'POST',
    headers: { ...door.headersOf(admin), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}
const groupNames = async () =>
  (await db.query<{ name: string }>('select name from groups order by name')).map(({ name }) => name);

describe('POST /api/settings', () => {
  it('tries a file without writing, and writes it when asked to', async () => {
    const file = { ...empty, groups: [{ name: '新组', region: null }] };
    expect(await send(file, 'dryRun=1')).toMatchObject({ status: 200, body: { isApplied: false } });
    expect(await groupNames()).toEqual([]);
    expect(await send(file)).toMatchObject({ status: 200, body: { isApplied: true } });
    expect(await groupNames()).toEqual(['新组']);
  });

  it('answers 409 with the report when an entry is refused, and writes nothing', async () => {
    const person = {
      username: 'a.b',
      name: '甲',
      role: 'agent',
      group: '没有',
      isActive: true,
      skills: [],
      capacity: 5,
    };
    const answer = await send({ ...empty, groups: [{ name: '第二组', region: null }], people: [person] });
    expect(answer).toMatchObject({ status: 409, body: { isApplied: false } });
    expect(await groupNames()).toEqual(['新组']);
  });

  it.each([
    ['text that is no JSON', '{', [{ path: '', problem: 'not-json' }]],
    ['another file', '{"a": 1}', [{ path: 'format', problem: 'invalid_value' }]],
  ])('refuses %s with the places', async (_, body, problems) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid' } } });
    expect(answer.body.problems).toEqual(expect.arrayContaining(problems));
  });

  it.each([
    ['nobody who is signed in', { 'x-person': '' }, 401],
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a plain form', { 'content-type': 'text/plain' }, 400],
  ])('refuses %s', async (_, headers, status) => {
    expect((await send(empty, 'dryRun=0', headers as Record<string, string>)).status).toBe(status);
  });

  it('refuses an agent, an unclear query, JSON nested too deep and a file that is too large', async () => {
    expect((await send(empty, 'dryRun=0', { 'x-person': agent.userId })).status).toBe(403);
    for (const query of ['', 'dryRun=2', 'dryRun=1&dryRun=0']) expect((await send(empty, query)).status).toBe(400);
    expect((await send(`${'['.repeat(100)}${']'.repeat(100)}`)).status).toBe(400);
    expect((await send(' '.repeat(2 * 1024 * 1024 + 1))).status).toBe(413);
  });
});
