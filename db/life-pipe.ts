import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import type { ServerUser } from './embedded-binaries';

const { O_RDONLY, O_WRONLY, O_RDWR, O_NONBLOCK } = fs.constants;

/**
 * A named pipe whose writers are the processes that use a server and whose reader is the server's keeper. The operating
 * system closes a dead process's end, so the keeper learns of the last user's death however it came.
 */
export class LifePipe {
  private writer: number | null = null;
  constructor(
    private readonly file: string,
    private readonly owner: ServerUser,
  ) {}

  /** Joins the users of a server that has a keeper; false when there is none (any more). */
  join(): boolean {
    try {
      const end = fs.openSync(this.file, O_WRONLY | O_NONBLOCK);
      if (this.writer === null) this.writer = end;
      else fs.closeSync(end);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENXIO' || code === 'ENOENT') return false;
      throw error;
    }
  }

  /** Joins as the first user and returns the reading end, for the keeper to inherit; the caller closes its copy. */
  create(): number {
    if (!fs.existsSync(this.file)) {
      const made = spawnSync('mkfifo', ['-m', '600', this.file], { encoding: 'utf8' });
      if (!fs.existsSync(this.file)) throw new Error(`mkfifo failed: ${made.error?.message ?? made.stderr}`);
      // Made by root for the server's user, who may be the one that starts the application next time.
      const { uid, gid } = this.owner;
      if (uid !== undefined) fs.chownSync(this.file, uid, gid ?? uid);
    }
    // Opening both ways never blocks and lets the other opens pass; the reader must not hold a writing end itself.
    const both = fs.openSync(this.file, O_RDWR);
    const reader = fs.openSync(this.file, O_RDONLY);
    this.writer ??= fs.openSync(this.file, O_WRONLY);
    fs.closeSync(both);
    return reader;
  }

  /** Leaves; true when nobody else uses the server. */
  leave(): boolean {
    if (this.writer === null) return false;
    fs.closeSync(this.writer);
    this.writer = null;
    return !this.hasWriters();
  }

  private hasWriters(): boolean {
    const reader = fs.openSync(this.file, O_RDONLY | O_NONBLOCK);
    try {
      fs.readSync(reader, Buffer.alloc(1));
      return false;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return true;
      throw error;
    } finally {
      fs.closeSync(reader);
    }
  }
}
