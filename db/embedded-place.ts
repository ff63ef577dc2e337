import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EMBEDDED_MAJOR, type ServerUser, serverUser } from './embedded-binaries';
import { LifePipe } from './life-pipe';

/** Where one built-in server keeps its things. */
export interface Place {
  readonly data: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly user: ServerUser;
  readonly pipe: LifePipe;
}

/**
 * Makes the folders of the server whose data lies under `dataRoot`. The socket lies in the system's temporary folder: a
 * socket inside the project breaks the tools that read every file of it.
 */
export function preparePlace(dataRoot: string): Place {
  const root = path.resolve(dataRoot);
  const user = serverUser();
  const data = path.join(root, 'pgdata');
  const socketFolder = socketFolderOf(root);
  // The parents keep their rights: the server's user must be able to pass through them.
  fs.mkdirSync(path.dirname(root), { recursive: true });
  makeOwnFolder(root, user);
  makeOwnFolder(socketFolder, user);
  assertRelease(data);
  const pipe = new LifePipe(path.join(socketFolder, 'life'), user);
  return { data, socketFolder, user, pipe, logFile: path.join(root, 'postgres.log') };
}

/** The folder of the socket of the server whose data lies under `dataRoot`. */
export function socketFolderOf(dataRoot: string): string {
  const digest = createHash('sha256').update(path.resolve(dataRoot)).digest('hex').slice(0, 12);
  return path.join(os.tmpdir(), `tidewatch-${digest}`);
}

function makeOwnFolder(folder: string, user: ServerUser): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = fs.lstatSync(folder);
  const isOurs = found.isDirectory() && [process.getuid?.(), user.uid].includes(found.uid);
  if (!isOurs)
    throw new Error(
      `${folder} belongs to another user. Run Tidewatch as the user who started it first, or set DATABASE_URL.`,
    );
  if (user.uid !== undefined) fs.chownSync(folder, user.uid, user.gid ?? user.uid);
  fs.chmodSync(folder, 0o700);
}

function assertRelease(data: string): void {
  const file = path.join(data, 'PG_VERSION');
  if (!fs.existsSync(file)) return;
  const found = fs.readFileSync(file, 'utf8').trim();
  if (found === EMBEDDED_MAJOR) return;
  throw new Error(
    `${data} was made by PostgreSQL ${found}, but this release brings PostgreSQL ${EMBEDDED_MAJOR}. Dump it with PostgreSQL ${found} (pg_dump), move the folder away and restore the dump, or point DATABASE_URL to a server that runs it.`,
  );
}

export function urlOf(place: Place, database: string): string {
  return `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(place.socketFolder)}`;
}

/** The running postmaster's process id from its lock file; null when there is none or it is dead. */
export function postmasterPid(place: Place): number | null {
  const file = path.join(place.data, 'postmaster.pid');
  // Empty while postgres is about to write it.
  const pid = Number.parseInt(readIfThere(file), 10);
  return pid > 0 && isAlive(pid) ? pid : null;
}

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    if (code === 'EPERM') return true;
    throw error;
  }
}

/** The last lines of the server's log, for an error text. */
export function logTail(place: Place): string {
  if (!fs.existsSync(place.logFile)) return '';
  return fs.readFileSync(place.logFile, 'utf8').split('\n').slice(-12).join('\n').trim();
}
