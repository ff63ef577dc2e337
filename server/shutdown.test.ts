import { describe, expect, it } from 'vitest';
import { createLog } from './log';
import { shutDown } from './shutdown';

const log = createLog('silent');

describe('shutDown', () => {
  it('runs every step in order, also after one that failed, and says that it was not clean', async () => {
    const ran: string[] = [];
    const step = (what: string, fails = false) => ({
      what,
      run: async () => {
        ran.push(what);
        if (fails) throw new Error(what);
      },
    });
    expect(await shutDown([step('requests'), step('workers', true), step('pools')], 1000, log)).toBe(false);
    expect(ran).toEqual(['requests', 'workers', 'pools']);
    expect(await shutDown([step('requests')], 1000, log)).toBe(true);
  });

  it('gives up on a step that never ends', async () => {
    expect(await shutDown([{ what: 'stuck', run: () => new Promise(() => {}) }], 20, log)).toBe(false);
  });
});
