import { describe, expect, it } from 'vitest';
import { assertCan, can, groupScope } from './can';
import { type Action, CAN } from './can-table';
import { ROLES, type Role, type UserActor } from './context';
import { appRouter } from './root';

const someone = (role: Role, groupId: string | null = 'north'): UserActor => ({
  kind: 'user',
  userId: 'me',
  sessionId: 'session',
  username: 'me',
  name: 'Me',
  role,
  groupId,
  grants: [],
});
const refusal = (work: () => void) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'allowed';
};

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta?: { action: string } } }>,
);

describe('the permission table', () => {
  it.each(procedures)('has a line for the procedure %s, under its own name', (path, procedure) => {
    const action = procedure._def.meta?.action;
    if (action === 'public') return expect(path).toMatch(/^setup\./);
    expect(action).toBe(path);
    expect(Object.keys(CAN)).toContain(path);
  });

  it('is what was agreed: role × action', () => {
    const lines = Object.entries(CAN).map(
      ([action, row]) => `${action.padEnd(26)} ${ROLES.map((role) => row[role].padEnd(6)).join(' ')}`,
    );
    expect(`\n${[`${''.padEnd(26)} ${ROLES.join(' ')}`, ...lines].join('\n')}\n`).toMatchSnapshot();
  });

  it('never lets an agent near people, rules or imports, nor an admin near the work of the desk', () => {
    const agentRefused: Action[] = ['people.create', 'people.setRole', 'rules.publish', 'imports.create'];
    expect(agentRefused.filter((action) => can(someone('agent'), action))).toEqual([]);
    const adminRefused: Action[] = ['tasks.claim', 'tasks.dispose', 'replies.send', 'rules.publish'];
    expect(adminRefused.filter((action) => can(someone('admin', null), action))).toEqual([]);
  });
});

describe('assertCan', () => {
  it('hides what belongs to another group instead of forbidding it', () => {
    expect(refusal(() => assertCan(someone('agent'), 'tasks.open', { groupId: 'south' }))).toBe('not-found');
    expect(refusal(() => assertCan(someone('agent'), 'tasks.dispose', { groupId: 'south', ownerId: 'x' }))).toBe(
      'not-found',
    );
  });

  it("forbids what a colleague holds in one's own group", () => {
    const colleagues = { groupId: 'north', ownerId: 'x' };
    expect(refusal(() => assertCan(someone('agent'), 'tasks.dispose', colleagues))).toBe('forbidden');
    expect(refusal(() => assertCan(someone('supervisor'), 'tasks.dispose', colleagues))).toBe('allowed');
  });

  it('lets a person without a group see no group, not even a thing without one', () => {
    expect(refusal(() => assertCan(someone('agent', null), 'tasks.open', { groupId: null }))).toBe('not-found');
    expect(groupScope(someone('agent', null), 'tasks.queue')).toEqual([]);
  });

  it('narrows lists to the group of agents and supervisors only', () => {
    expect(groupScope(someone('supervisor'), 'tasks.queue')).toEqual(['north']);
    expect(groupScope(someone('manager'), 'tasks.queue')).toBeNull();
  });
});
