import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CleanUp } from '@/bench/clean-up';
import { freePort } from '@/bench/free-port';
import { until } from '@/bench/until';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { type EmbeddedServer, startEmbedded } from '@/db/embedded';
import { socketFolderOf } from '@/db/embedded-place';

const PROGRAM = 'dist/server.mjs';
/** What a process needs of the machine; everything else of its environment is said here. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER', 'SystemRoot'];
const READY_LIMIT_MS = 60_000;
const EXIT_LIMIT_MS = 30_000;

const passedOn = (): Record<string, string> =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** One process of the product, which comes back after it was ended. */
export class ServerProcess {
  private process: ChildProcess | null = null;
  private port = 0;
  private isOver = false;

  constructor(
    readonly roles: string,
    private readonly dataDir: string,
    private readonly settings: Readonly<Record<string, string>> = {},
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM], {
      env: {
        ...passedOn(),
        NODE_ENV: 'production',
        ROLES: this.roles,
        PORT: String(this.port),
        ORIGIN: this.origin,
        DATA_DIR: this.dataDir,
        LOG_LEVEL: 'error',
        ...this.settings,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.process = child;
    await until(`${this.roles} is ready (npm run build makes it)`, READY_LIMIT_MS, async () => {
      // Killed again before it was ready: whoever did that starts it again.
      if (this.isOver || this.process !== child) return true;
      if (child.exitCode !== null) throw new Error(`${this.roles} ended at its start with code ${child.exitCode}`);
      return fetch(`${this.origin}/readyz`).then(
        (res) => res.ok,
        () => false,
      );
    });
  }

  /** Ends the process; resolves with its exit code once it is gone (null: by the signal). */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_LIMIT_MS);
    const code = await ended;
    clearTimeout(timer);
    return code;
  }

  async dispose(): Promise<void> {
    this.isOver = true;
    await this.end('SIGTERM');
  }
}

/** The product on a database of its own that this process keeps alive, as an operating system's service would. */
export interface House {
  readonly nodes: readonly ServerProcess[];
  /** Where pushes go. */
  readonly door: ServerProcess;
  readonly postgres: EmbeddedServer;
  readonly db: PooledDatabase;
  readonly dataDir: string;
}

export interface HouseOptions {
  /** The roles of each process; the first has the web role. */
  readonly roles: readonly [string, ...string[]];
  /** Environment variables for all of them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the data lies; without it a folder of its own, removed afterwards. */
  readonly dataDir?: string;
  /** Sealed with the data keys of that house: marks of personal values can be compared only under the same key. */
  readonly keysOf?: House;
}

function ownFolder(name: string): string {
  const folder = path.join(tmpdir(), `tidewatch-chaos-${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return path.join(folder, name);
}

/** The file of the data keys that its processes made at their first start. */
export const keysIn = ({ dataDir }: Pick<House, 'dataDir'>): string => path.join(dataDir, 'data-keys');

/** Starts PostgreSQL, and one process of the product for each of `roles`. */
export async function openHouse(name: string, options: HouseOptions, cleanUp: CleanUp): Promise<House> {
  const dataDir = options.dataDir ?? ownFolder(name);
  cleanUp.add(async () => {
    for (const made of [dataDir, socketFolderOf(dataDir)])
      await rm(made, { recursive: true, force: true, maxRetries: 9 });
  });
  const postgres = await startEmbedded(dataDir);
  if (options.keysOf) await copyFile(keysIn(options.keysOf), keysIn({ dataDir }));
  cleanUp.add(postgres.stop);
  const db = openDatabase({ url: postgres.url, max: 3, applicationName: 'chaos' });
  cleanUp.add(db.close);
  const nodes = options.roles.map((roles) => new ServerProcess(roles, dataDir, options.settings));
  for (const node of nodes) {
    cleanUp.add(() => node.dispose());
    await node.start();
  }
  const [door] = nodes;
  if (!door) throw new Error('a house needs a process');
  return { nodes, door, postgres, db, dataDir };
}
