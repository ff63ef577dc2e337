import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../client';
import { startEmbedded } from '../embedded';
import { socketFolderOf } from '../embedded-place';
import { migrate } from '../migrate';
import { TEMPLATE } from './template-name';

/** One server without fsync for the whole run, and in it one migrated database that every test's own is copied from. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tidewatch-test-'));
  fs.chmodSync(folder, 0o755);
  const dataRoot = path.join(folder, 'data');
  const server = await startEmbedded(dataRoot, { isThrowAway: true, database: TEMPLATE });
  const db = openDatabase({ url: server.url, max: 1 });
  await migrate(db);
  await db.close();
  project.provide('templateUrl', server.url);
  return async () => {
    await server.stop();
    for (const made of [folder, socketFolderOf(dataRoot)]) fs.rmSync(made, { recursive: true, force: true });
  };
}
