import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import type { TestDatabase } from '@/db/testing/database';
import { SECOND_MS } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import { openBudgets } from '../fetching/budget';
import { connectionsOf } from '../fetching/connections';
import { fetchDue } from '../fetching/fetch-due';
import { pollDue } from '../fetching/poll-due';
import { pullDue } from '../fetching/pull-due';
import type { FetchServices } from '../fetching/services';
import { outboundBytes } from '../links/outbound';
import { createLog } from '../log';
import { createInbox } from '../pipeline/inbox';
import { runBatch } from '../pipeline/pipeline';
import { createShopDirectory } from '../pipeline/shop-directory';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { changeCredentials } from '../shops/credentials';
import { TEST_KEYRING } from './acting';
import { aPushingShop } from './shops';

/** The front door on a real socket. */
async function openDoor(db: TestDatabase, channel: string): Promise<string> {
  const inbox = createInbox({ db, keyring: TEST_KEYRING, log: createLog('silent'), onStored: () => {} });
  const door = http.createServer((req, res) => {
    const [shopId = ''] = (req.url ?? '').slice(1).split('?');
    void (req.method === 'GET' ? inbox.check : inbox.handle)(req, res, { channel, shopId });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  afterAll(() => void door.close());
  return `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
}

/** What the workers run on, with a list of everything that went wrong. */
export function fetchServices(db: TestDatabase): FetchServices & { readonly problems: unknown[] } {
  const problems: unknown[] = [];
  const http = outboundBytes({ timeoutMs: 2_000, maxBytes: 5_000_000 });
  return {
    db,
    keyring: TEST_KEYRING,
    connections: connectionsOf(createShopDirectory(db, TEST_KEYRING, 0), http, Date.now),
    wakePipeline: () => {},
    onProblem: (_shopId, error) => void problems.push(error),
    random: () => 0.5,
    problems,
  };
}

/** The workers' steps by hand. */
function workersOf(db: TestDatabase, services: FetchServices, passSecond: () => void) {
  const rules = createRuleSetCache();
  const work = async () => {
    while ((await runBatch({ db, keyring: TEST_KEYRING }, rules)) > 0);
  };
  const fetchOnce = async (): Promise<number> => {
    const begun = await fetchDue(services);
    await Promise.all(begun.values());
    return begun.size;
  };
  /** As if every waiting time were over: of blocked shops, empty buckets, retries and lost leases. */
  const passTime = async (): Promise<void> => {
    passSecond();
    await db.query(`update channel_budgets set blocked_until = 'epoch', filled_at = 'epoch'`);
    await db.query(`update order_fetches set due_at = now() where due_at > now()`);
    await db.query(`update channel_polls set due_at = now()`);
    await db.query(`update channel_pulls set due_at = now()`);
    await db.query(`update channel_tokens set renewing_until = 'epoch'`);
  };
  return {
    /** Judges everything that waits in the inbox. */
    work,
    /** Asks for what is due; returns of how many shops. */
    fetchOnce,
    passTime,
    /** Asks until nothing is due, and judges what came. Time passes where it has to. */
    async fetchAll(): Promise<void> {
      await work();
      for (let rounds = 0; rounds < 2_000; rounds += 1) {
        if ((await fetchOnce()) > 0) continue;
        const [row] = await db.query('select 1 from order_fetches where due_at is not null limit 1');
        if (!row) return work();
        await passTime();
      }
      throw new Error('orders stay due for ever');
    },
    poll: () => pollDue(services),
    /** Takes what waits at the platforms; returns of how many shops. */
    async pull(): Promise<number> {
      const begun = await pullDue(services);
      await Promise.all(begun.values());
      return begun.size;
    },
  };
}

/** A platform beside the shop. */
export interface RunningPlatform {
  readonly url: string;
  close(): Promise<void>;
}

export interface DeskPlan<P extends RunningPlatform> {
  readonly platform: Platform;
  /** The app secret, which signs. */
  readonly secret: string;
  /** Starts the platform beside the shop, whose pushes go to `pushUrl`. */
  readonly start: (given: { readonly pushUrl: string; readonly now: () => number }) => Promise<P>;
  /** What the shop enters once its platform runs. */
  readonly credentialsOf: (standIn: P) => Readonly<Record<string, string>>;
}

/**
 * A shop with its platform beside it, by the channel that is named as the platform. The platform's clock stands, and goes on by
 * a second when time is let pass.
 */
export async function platformDesk<P extends RunningPlatform>(db: TestDatabase, plan: DeskPlan<P>) {
  await ensureDefaults(db);
  const { platform } = plan;
  const { shopId, groupId } = await aPushingShop(db, { platform, channel: platform, secrets: [plan.secret] });
  const doorUrl = await openDoor(db, platform);
  const begunAt = Date.now();
  let passedMs = 0;
  const standIn = await plan.start({ pushUrl: `${doorUrl}/${shopId}`, now: () => begunAt + passedMs });
  afterAll(() => standIn.close());
  const enter = (credentials: Readonly<Record<string, string | null>>) =>
    db.tx((tx) => changeCredentials(tx, TEST_KEYRING, shopId, credentials));
  await enter({ apiBase: standIn.url, callsPerSecond: '1000', ...plan.credentialsOf(standIn) });
  const services = fetchServices(db);
  await openBudgets(db, await services.connections());
  const workers = workersOf(db, services, () => {
    passedMs += SECOND_MS;
  });
  return { shopId, groupId, doorUrl, standIn, begunAt, services, problems: services.problems, enter, ...workers };
}
