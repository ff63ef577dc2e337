import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from './client';
import { type EmbeddedServer, startEmbedded } from './embedded';
import { socketFolderOf } from './embedded-place';

let folder: string;
let dataRoot: string;
const children: ChildProcess[] = [];
const servers: EmbeddedServer[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tidewatch-embedded-'));
  fs.chmodSync(folder, 0o755);
  dataRoot = path.join(folder, 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.stop();
  const lock = path.join(dataRoot, 'pgdata', 'postmaster.pid');
  await vi.waitFor(() => expect(fs.existsSync(lock)).toBe(false), { timeout: 20_000 });
  for (const made of [folder, socketFolderOf(dataRoot)]) fs.rmSync(made, { recursive: true, force: true });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const waitForDeath = (pid: number) =>
  vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000, interval: 50 });

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded(dataRoot);
  servers.push(server);
  return server;
}

interface AppChild {
  readonly process: ChildProcess;
  readonly postmaster: number;
  readonly isAttached: boolean;
  readonly committed: string[];
}

/** Starts the stand-in application and waits until it has committed `rows` rows. */
async function startApp(rows: number): Promise<AppChild> {
  const script = fileURLToPath(new URL('./testing/app-child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataRoot], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const committed: string[] = [];
  let hello: { pid: number; isAttached: boolean } | null = null;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const fact = JSON.parse(line);
    if (fact.id) committed.push(fact.id);
    else hello = fact;
  });
  const { pid, isAttached } = await vi.waitFor(
    () => {
      if (!hello || committed.length < rows) throw new Error(`committed ${committed.length} rows`);
      return hello;
    },
    { timeout: 40_000, interval: 20 },
  );
  return { process: child, postmaster: pid, isAttached, committed };
}

async function storedIds(server: EmbeddedServer): Promise<Set<string>> {
  const db = openDatabase({ url: server.url, max: 1 });
  const rows = await db.query<{ id: string }>('select id from kept');
  await db.close();
  return new Set(rows.map((row) => row.id));
}

describe('the built-in PostgreSQL', () => {
  it('ends when its only application is killed with -9, and keeps every committed row', async () => {
    const app = await startApp(50);
    app.process.kill('SIGKILL');
    await waitForDeath(app.postmaster);
    const server = await start();
    const stored = await storedIds(server);
    expect(app.committed.filter((id) => !stored.has(id))).toEqual([]);
    expect(app.committed.length).toBeGreaterThanOrEqual(50);
  });

  it('is shared by a second process, which keeps it when the first is killed', async () => {
    const app = await startApp(1);
    const second = await start();
    expect([app.isAttached, second.isAttached]).toEqual([false, true]);
    const db = openDatabase({ url: second.url, max: 1 });
    app.process.kill('SIGKILL');
    await vi.waitFor(() => expect(app.process.signalCode).toBe('SIGKILL'));
    expect((await db.query('select 1 as one'))[0]).toEqual({ one: 1 });
    expect(second.pid()).toBe(app.postmaster);
    await db.close();
    await second.stop();
    expect(isAlive(app.postmaster)).toBe(false);
  });

  it('stays when one of two processes lets go, and stops with the last', async () => {
    const first = await start();
    const second = await start();
    const pid = first.pid() as number;
    await first.stop();
    expect(isAlive(pid)).toBe(true);
    await second.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('comes back by itself after it was killed with -9, with every committed row', async () => {
    const server = await start();
    const db = openDatabase({ url: server.url, max: 2 });
    await db.query('create table kept (id bigint)');
    await db.query('insert into kept values (1)');
    const killed = server.pid() as number;
    process.kill(killed, 'SIGKILL');
    await waitForDeath(killed);
    expect(await vi.waitFor(() => db.query('select id from kept'), { timeout: 20_000 })).toEqual([{ id: '1' }]);
    expect(server.pid()).not.toBe(killed);
    await db.close();
  });

  it('started by two processes at the same moment is one server', async () => {
    const [one, other] = await Promise.all([startApp(1), startApp(1)]);
    expect(one.postmaster).toBe(other.postmaster);
  });

  it('refuses a data folder of another PostgreSQL release and says what to do', async () => {
    fs.mkdirSync(path.join(dataRoot, 'pgdata'), { recursive: true });
    fs.writeFileSync(path.join(dataRoot, 'pgdata', 'PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(/made by PostgreSQL 16.*brings PostgreSQL 18.*pg_dump/s);
  });

  it('says what its log says when its data is damaged', async () => {
    await (await start()).stop();
    fs.rmSync(path.join(dataRoot, 'pgdata', 'global'), { recursive: true });
    await expect(start()).rejects.toThrow(/could not start: its log says:.*global/s);
  });
});
