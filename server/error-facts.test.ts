import { describe, expect, it } from 'vitest';
import { errorFacts, withoutInput } from './error-facts';

describe('what is kept of an error', () => {
  it.each([
    ['invalid input syntax for type integer: "13912345678"', 'invalid input syntax for type integer: "…"'],
    ['duplicate key value violates unique constraint "tasks_open_order"', null],
    ['Key (phone)=(13912345678) already exists', 'Key (phone)"…" already exists'],
    ['Unexpected token, "{"name":"欧阳"" is not valid JSON', 'Unexpected token, "…" is not valid JSON'],
    ['buyer 欧阳钟离 of 鹿回头路4913号', 'buyer … of …4913…'],
    ['call +86 139 1234 5678 back', 'call +… back'],
    ['connect ECONNREFUSED 127.0.0.1:5432', null],
  ])('%s', (message, kept) => expect(withoutInput(message)).toBe(kept ?? message));

  it('names the kind, the code and the place, of its causes too, and no detail', () => {
    const cause = Object.assign(new Error('value "李雷" refused'), { code: '22P02', detail: 'Failing row (李雷)' });
    const facts = errorFacts(new Error('could not store', { cause }));
    expect(facts).toMatchObject({ type: 'Error', message: 'could not store', cause: { code: '22P02' } });
    expect(facts.stack).toMatch(/^\s+at .*error-facts\.test/);
    expect(JSON.stringify(facts)).not.toContain('李雷');
  });

  it('of something that is no error is its text', () => {
    expect(errorFacts('李雷 said no')).toMatchObject({ type: 'string', message: '… said no' });
  });
});
