import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { EnvError } from '../env';
import { newKeyringText } from './keyring';
import { openKeyring } from './open-keyring';

let db: TestDatabase;
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tidewatch-keys-'));
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }));

describe('the data keys', () => {
  it('are made on the first start, kept for their owner only, and the same afterwards', async () => {
    const first = await openKeyring({ dataKeys: null, dataDir }, db);
    const again = await openKeyring({ dataKeys: null, dataDir }, db);
    expect(again.openText(first.seal('text', 'p'), 'p')).toBe('text');
    expect(fs.statSync(path.join(dataDir, 'data-keys')).mode & 0o777).toBe(0o600);
  });

  it('of another installation are refused at the start, by name', async () => {
    await expect(openKeyring({ dataKeys: newKeyringText(), dataDir }, db)).rejects.toThrow(
      /DATA_KEYS cannot be used: (index|k1) is not the key/,
    );
  });

  it('with a mistake are refused with the name of the setting', async () => {
    await expect(openKeyring({ dataKeys: 'k1:short', dataDir }, db)).rejects.toBeInstanceOf(EnvError);
  });
});
