import { statfs } from 'node:fs/promises';
import type { Log } from './log';
import { gaugeFrom } from './metrics';

/** Tells whether the disk of the embedded database has room for more orders. */
export interface DiskSpace {
  readonly hasRoom: () => boolean;
  stop(): void;
}

const LOOK_EVERY_MS = 1_000;
/** Room is back once there is this much more than the reserve, so that the door does not open and shut all the time. */
const MARGIN = 1.1;

/**
 * Watches the disk of `folder`. Less than `reserveBytes` free means no room: new orders are then refused with 503 while
 * there is still enough for what was accepted and for the people at work, since a database whose disk is really full stops
 * answering them as well. A disk that cannot be looked at counts as it was last seen.
 */
export function watchDiskSpace(folder: string, reserveBytes: number, log: Pick<Log, 'error' | 'info'>): DiskSpace {
  let freeBytes = Number.POSITIVE_INFINITY;
  let isFull = false;
  let isLooking = false;
  const look = async () => {
    const { bavail, bsize } = await statfs(folder);
    freeBytes = bavail * bsize;
    const wasFull = isFull;
    isFull = freeBytes < (isFull ? reserveBytes * MARGIN : reserveBytes);
    if (isFull && !wasFull) log.error({ freeBytes, reserveBytes }, 'the disk is almost full: new orders are refused');
    if (!isFull && wasFull) log.info({ freeBytes }, 'the disk has room again: new orders are taken');
  };
  const lookAgain = () => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((err: unknown) => log.error({ err }, 'the free space of the disk could not be read'))
      .finally(() => {
        isLooking = false;
      });
  };
  lookAgain();
  const timer = setInterval(lookAgain, LOOK_EVERY_MS).unref();
  gaugeFrom('tidewatch_disk_free_bytes', 'Free space on the disk of the embedded database.', () => freeBytes);
  return { hasRoom: () => !isFull, stop: () => clearInterval(timer) };
}
