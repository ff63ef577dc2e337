import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DiskSpace, watchDiskSpace } from './disk-space';

const watches: DiskSpace[] = [];
const watch = (folder: string, reserveBytes: number) => {
  const log = { error: vi.fn(), info: vi.fn() };
  const space = watchDiskSpace(folder, reserveBytes, log);
  watches.push(space);
  return { space, log };
};
afterEach(() => {
  for (const space of watches.splice(0)) space.stop();
});
const free = () => {
  const { bavail, bsize } = statfsSync(tmpdir());
  return bavail * bsize;
};

describe('the watch on the disk', () => {
  it('says that there is no room once less than the reserve is free, and says so in the log once', async () => {
    const { space, log } = watch(tmpdir(), free() * 2);
    await vi.waitFor(() => expect(space.hasRoom()).toBe(false));
    await vi.waitFor(() => expect(log.error).toHaveBeenCalledOnce());
  });

  it('says that there is room while more than the reserve is free', async () => {
    const { space, log } = watch(tmpdir(), 1);
    await vi.waitFor(() => expect(space.hasRoom()).toBe(true));
    expect(log.error).not.toHaveBeenCalled();
  });

  it('refuses nobody when the disk cannot be looked at', async () => {
    const { space, log } = watch('/nowhere/at/all', 1);
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled());
    expect(space.hasRoom()).toBe(true);
  });
});
