import { Counter } from 'prom-client';
import { SECOND_MS } from '@/domain/clocks/instant';
import { withToken } from '../../fetching/access-token';
import { blockCalls, noteCallWorked, takeCall } from '../../fetching/budget';
import type { Connection } from '../../fetching/connections';
import { problemOf, reportProblem } from '../../fetching/problem';
import type { FetchServices } from '../../fetching/services';
import { retryDelayMs } from '../../fetching/settle';
import { registry } from '../../metrics';
import { type LeasedWrite, leaseWrites } from './lease-writes';
import { giveUp, noteWritten, putBack } from './settle-write';

/** Articles of one shop that are told of at the same time. */
const PER_SHOP = 8;
/** Tries of an article that the platform refuses, and of one for which it fails. */
const REFUSED_TRIES = 5;
const FAILED_TRIES = 100;

const writes = new Counter({
  name: 'tidewatch_stock_writes_total',
  help: 'Articles of which a platform was to be told, by outcome (written, postponed, given-up).',
  labelNames: ['outcome'],
  registers: [registry],
});

async function settleProblem(services: FetchServices, write: LeasedWrite, error: unknown): Promise<void> {
  const { db, random } = services;
  reportProblem(services, write.shopId, error);
  const { problem, reason } = problemOf(error);
  const isOwnFault = problem === 'refused' || problem === 'unavailable';
  if (!isOwnFault) await blockCalls(db, write.shopId, reason, random);
  if (isOwnFault && write.attempts >= (problem === 'refused' ? REFUSED_TRIES : FAILED_TRIES)) {
    writes.inc({ outcome: 'given-up' });
    return giveUp(db, write, reason);
  }
  writes.inc({ outcome: 'postponed' });
  await putBack(db, write, {
    aftermath: isOwnFault ? 'unknown' : 'unchanged',
    reason,
    delayMs: retryDelayMs(isOwnFault ? write.attempts : 1, random),
    isCounted: isOwnFault,
  });
}

async function writeOne(services: FetchServices, connection: Connection, write: LeasedWrite): Promise<void> {
  const { db } = services;
  if (!(await takeCall(db, connection)))
    return putBack(db, write, { aftermath: 'unchanged', reason: null, delayMs: SECOND_MS / 4, isCounted: false });
  try {
    const api = connection.open();
    const { productNo, skuNo, pieces, isChange, token: writeId } = write;
    await withToken(services, write.shopId, api, async (token) =>
      api.writeStock?.({ productNo, skuNo, pieces, isChange, writeId }, token),
    );
  } catch (error) {
    return settleProblem(services, write, error);
  }
  writes.inc({ outcome: 'written' });
  await noteWritten(db, write);
  await noteCallWorked(db, write.shopId);
}

async function writeShop(services: FetchServices, connection: Connection): Promise<void> {
  const leased = await leaseWrites(services.db, connection.shopId, PER_SHOP);
  await Promise.all((leased ?? []).map((write) => writeOne(services, connection, write)));
}

/**
 * Tells the platforms of all shops that want it what there is of the articles that are due, within the shops' budgets of calls.
 * A worker that dies between leaves the lease, after which the whole number is told. Returns the work under way by shop, which
 * never rejects. Shops in `busy` are left out.
 */
export async function writeStockDue(
  services: FetchServices,
  busy: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, Promise<void>>> {
  const connections = (await services.connections()).filter(
    ({ shopId, source }) => source.takesStock && !busy.has(shopId),
  );
  if (connections.length === 0) return new Map();
  const due = await services.db.query<{ shopId: string }>(
    `select s.shop_id as "shopId" from stock_shops s where s.is_writing and s.shop_id = any($1::text[]) and exists (
       select from stock_articles a where a.shop_id = s.shop_id and a.due_at <= now() and a.product_no <> '')`,
    [connections.map(({ shopId }) => shopId)],
  );
  const isDue = new Set(due.map(({ shopId }) => shopId));
  return new Map(
    connections
      .filter(({ shopId }) => isDue.has(shopId))
      .map((connection) => [
        connection.shopId,
        writeShop(services, connection).catch((error: unknown) => services.onProblem(connection.shopId, error)),
      ]),
  );
}
