import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CleanUp, withCleanUp } from '@/bench/clean-up';
import { until } from '@/bench/until';
import { furnish } from './core/furnish';
import { messagesOf } from './core/orders';
import { type House, openHouse } from './house/house';
import { SETTLE_LIMIT_MS, settled } from './house/settled';
import { type Answer, type Door, tryOnce } from './sending/post';

const DISK_MB = 420;
const RESERVE_MB = 120;
const MB = 1024 * 1024;
const BACK_LIMIT_MS = 5_000;
const REFUSED_LIMIT_MS = 3_000;
const PAUSE_MS = 20;

/** A disk of its own in memory. Needs the right to mount. */
function smallDisk(cleanUp: CleanUp): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidewatch-chaos-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=755`, 'tmpfs', folder]);
  cleanUp.add(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Takes all space of the disk but `leftMb`, with one file. */
function fill(folder: string, leftMb: number): () => void {
  const { bavail, bsize } = statfsSync(folder);
  const file = path.join(folder, 'ballast');
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leftMb * MB)));
  return () => rmSync(file, { force: true });
}

/** Sends one new message after the other, and keeps what came of each. */
class Sender {
  readonly acknowledged: string[] = [];
  readonly odd = new Set<string>();
  last: Answer = { status: 0, retryAfter: null };
  private isOver = false;
  private readonly done: Promise<void>;

  constructor(door: Door, startAt: number) {
    this.done = this.send(door, startAt);
  }

  private async send(door: Door, startAt: number): Promise<void> {
    const agent = new Agent({ keepAlive: true });
    const messages = messagesOf(40_000, startAt).flat();
    for (const message of messages) {
      if (this.isOver) break;
      this.last = await tryOnce(agent, door, message);
      if (this.last.status === 200) this.acknowledged.push(message.id);
      else if (this.last.status !== 503) this.odd.add(String(this.last.status));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    agent.destroy();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.done;
  }
}

const refused = (sender: Sender) => async () => sender.last.status === 503;
const taken = (sender: Sender) => async () => sender.last.status === 200;

async function timed(what: string, limitMs: number, condition: () => Promise<boolean>): Promise<string[]> {
  const startedMs = performance.now();
  await until(what, SETTLE_LIMIT_MS, condition);
  const tookMs = performance.now() - startedMs;
  console.log(`${what}: after ${tookMs.toFixed(0)} ms`);
  return tookMs > limitMs ? [`${what}: only after ${tookMs.toFixed(0)} ms`] : [];
}

/** What a person at work reads, while new orders are refused. */
async function readsWrong({ db, door }: House): Promise<string[]> {
  const page = await fetch(`${door.origin}/sign-in`);
  const ready = await fetch(`${door.origin}/readyz`);
  const orders = await db.query('select id from orders order by id desc limit 10');
  return page.ok && ready.ok && orders.length > 0 ? [] : [`reads fail: page ${page.status}, readiness ${ready.status}`];
}

async function scenario(cleanUp: CleanUp): Promise<readonly string[]> {
  const disk = smallDisk(cleanUp);
  const settings = { DISK_RESERVE_MB: String(RESERVE_MB) };
  const dataDir = path.join(disk, 'data');
  const house = await openHouse('disk', { roles: ['web,worker'], settings, dataDir }, cleanUp);
  const door = await furnish(house, `whsec_${randomBytes(24).toString('base64')}`);
  const sender = new Sender(door, Date.now() - 24 * 3_600_000);
  const wrong = await timed('orders are taken', SETTLE_LIMIT_MS, taken(sender));
  await until('some orders are stored', SETTLE_LIMIT_MS, async () => sender.acknowledged.length > 100);

  const empty = fill(disk, RESERVE_MB / 2);
  wrong.push(...(await timed('orders are refused on an almost full disk', REFUSED_LIMIT_MS, refused(sender))));
  if (sender.last.retryAfter === null) wrong.push('a refusal did not say when to come again');
  wrong.push(...(await readsWrong(house)));
  await settled(house);
  empty();
  wrong.push(...(await timed('orders are taken again once there is space', BACK_LIMIT_MS, taken(sender))));

  await sender.stop();
  await settled(house);
  const stored = new Set((await house.db.query<{ key: string }>('select key from inbox_keys')).map(({ key }) => key));
  const lost = sender.acknowledged.filter((id) => !stored.has(id));
  console.log(`${sender.acknowledged.length} orders acknowledged, ${lost.length} lost`);
  if (lost.length > 0) wrong.push(`${lost.length} acknowledged orders are lost`);
  if (sender.odd.size > 0) wrong.push(`orders were answered ${[...sender.odd].join(', ')}`);
  return wrong;
}

/** A disk that fills up, for real: a small one in memory, whose space another file takes and gives back. */
export const run = (): Promise<readonly string[]> => withCleanUp(scenario);
