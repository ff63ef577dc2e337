import { describe, expect, it } from 'vitest';
import { type Backlog, createGate } from './gate';

const limits = { pendingMax: 10, waitMaxMs: 60, standstillMs: 1_000 };

describe('the gate on acknowledgements', () => {
  it('costs no question while few messages wait', async () => {
    let questions = 0;
    const gate = createGate(async () => {
      questions += 1;
      return { pending: 0, oldestId: null };
    }, limits);
    for (let n = 0; n < 10; n += 1) {
      expect(await gate.pass()).toBe(true);
      gate.add(1);
    }
    expect(questions).toBe(0);
  });

  it('lets a request pass as soon as the pipeline has caught up', async () => {
    const backlogs: Backlog[] = [
      { pending: 11, oldestId: '1' },
      { pending: 11, oldestId: '2' },
      { pending: 3, oldestId: '9' },
    ];
    const gate = createGate(async () => backlogs.shift() ?? { pending: 99, oldestId: '9' }, {
      ...limits,
      waitMaxMs: 5_000,
    });
    gate.add(11);
    expect(await gate.pass()).toBe(true);
    expect(backlogs).toEqual([]);
  });

  it('sends a request away when there is no room for long', async () => {
    let oldest = 0;
    const gate = createGate(async () => {
      oldest += 1;
      return { pending: 11, oldestId: String(oldest) };
    }, limits);
    gate.add(11);
    expect(await gate.pass()).toBe(false);
  });

  it('stays open when nothing takes messages at all: storing them is then all that can be done', async () => {
    const gate = createGate(async () => ({ pending: 11, oldestId: '1' }), { ...limits, standstillMs: 0 });
    gate.add(11);
    expect(await gate.pass()).toBe(true);
  });

  it('asks once for many waiting requests', async () => {
    let running = 0;
    let most = 0;
    let rounds = 0;
    const gate = createGate(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        rounds += 1;
        return { pending: rounds < 3 ? 11 : 0, oldestId: String(rounds) };
      },
      { ...limits, waitMaxMs: 5_000 },
    );
    gate.add(11);
    expect(await Promise.all(Array.from({ length: 100 }, () => gate.pass()))).not.toContain(false);
    expect(most).toBe(1);
    expect(rounds).toBeLessThan(10);
  });
});
