import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { authSecret } from './secret';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tidewatch-secret-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('authSecret', () => {
  it('is made once, kept, and readable by its owner only', async () => {
    const dataDir = path.join(folder, 'new', 'data');
    const [first, ...others] = await Promise.all(
      Array.from({ length: 3 }, () => authSecret({ authSecret: null, dataDir })),
    );
    expect(first?.length).toBeGreaterThanOrEqual(32);
    expect(new Set([first, ...others, await authSecret({ authSecret: null, dataDir })]).size).toBe(1);
    expect(fs.statSync(path.join(dataDir, 'auth-secret')).mode & 0o777).toBe(0o600);
  });

  it('is the configured one where there is one', async () => {
    expect(await authSecret({ authSecret: 'configured', dataDir: '/nowhere' })).toBe('configured');
  });
});
