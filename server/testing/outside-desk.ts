import { vi } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { linkRoutes } from '../facts/door';
import { readLinkMessages, wakeWaiting } from '../facts/read-messages';
import { createRequestHandler } from '../http/handler';
import { type Listener, openListener } from '../http/listener';
import { requestHeaders } from '../http/request-headers';
import { createLog } from '../log';
import { createOutboxWorker } from '../outbox/worker';
import { parcelGivenUp, parcelHandlers } from '../parcels/deliver';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { warehouseGivenUp, warehouseHandlers } from '../warehouse/deliver';
import { quietServices } from './acting';

/** A shop with a seat, the doors of its links, and workers that run when they are told to. */
export interface OutsideDesk {
  readonly db: TestDatabase;
  readonly shopId: string;
  readonly groupId: string;
  readonly seatId: string;
  /** Where links push to: /hooks/<kind>/<link>. */
  readonly doorOf: (kind: string, linkId: string) => string;
  readonly origin: string;
  /** An order of the shop, or more about it, through the pipeline. */
  readonly order: (values?: Partial<GenericOrderValues>) => Promise<string>;
  /** Reads everything that came from links, also what waited. */
  readonly read: () => Promise<void>;
  /** Does what is due until nothing is. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openOutsideDesk(): Promise<OutsideDesk> {
  const db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  const groupId = await aGroup(db);
  const { shopId } = await aShop(db, { groupId, platform: 'generic' });
  const seatId = await aUser(db, { groupId, capacity: 1_000 });
  const rules = createRuleSetCache();
  const log = createLog('silent');
  const listener: Listener = await openListener({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${listener.port}`;
  const services = { ...quietServices(db), origin };
  listener.answerWith(
    createRequestHandler({
      ...{ services, origin, origins: [origin], isDev: false, log, metricsToken: null, headersOf: requestHeaders },
      routes: linkRoutes({ ...services, log, hasRoom: () => true, wakeFacts: () => {} }),
      whoIs: async () => null,
      answerAuth: async () => new Response(null, { status: 404 }),
      renderPage: async () => {},
      whyNotReady: async () => null,
    }),
  );
  const outstanding = `select 1 from outbox where state = 0 and kind ~ '^(warehouse|parcel)[.]' and due_at < now() + interval '5 minutes'`;
  return {
    ...{ db, shopId, groupId, seatId, origin },
    doorOf: (kind, linkId) => `${origin}/hooks/${kind}/${linkId}`,
    async order(values = {}) {
      const { orderNo, body } = genericOrder({ at: await db.now(), ...values });
      await storeMessages(services, shopId, [{ key: unique('msg'), body }]);
      while ((await runBatch(services, rules)) > 0);
      return orderNo;
    },
    async read() {
      do while ((await readLinkMessages(services, rules)) > 0);
      while ((await wakeWaiting(db)) > 0);
    },
    async settle() {
      const worker = createOutboxWorker({
        ...{ db, pollMs: 10, maxAttempts: 4, backoffMs: () => 5, onError: () => {} },
        handlers: { ...warehouseHandlers(services), ...parcelHandlers(services) },
        onFailed: async (tx, effect, reason) => {
          await warehouseGivenUp(tx, effect, reason);
          await parcelGivenUp(tx, effect, reason);
        },
      });
      await vi.waitFor(
        async () => {
          if ((await db.query(outstanding)).length > 0) throw new Error('something is still to be done');
        },
        { timeout: 10_000, interval: 15 },
      );
      await worker.stop();
    },
    close: listener.close,
  };
}
