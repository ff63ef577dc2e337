import type { OrderApi } from '@/server/channels/channel';
import { accessToken } from './access-token';
import { blockCalls, noteCallWorked, spendCall } from './budget';
import type { Connection } from './connections';
import { countFetches } from './fetch-metrics';
import { type LeasedFetch, leaseFetches } from './lease';
import { type Problem, problemOf } from './problem';
import type { FetchServices } from './services';
import { type FetchOutcome, retryDelayMs, type SettledFetch, settleFetches } from './settle';

/** Orders of one shop that are asked for at the same time. */
export const PER_SHOP = 16;
/** Tries of an order that the platform refuses, and of one for which it fails while it answers for others. */
const REFUSED_TRIES = 5;
const FAILED_TRIES = 300;

type Asked = { readonly fetch: LeasedFetch; readonly answer: FetchOutcome | Problem };
const isProblem = (answer: FetchOutcome | Problem): answer is Problem => 'problem' in answer;

async function ask(api: OrderApi, token: string, fetch: LeasedFetch): Promise<Asked> {
  try {
    return { fetch, answer: { kind: 'fetched', order: await api.fetchOrder(fetch.orderNo, token) } };
  } catch (error) {
    return { fetch, answer: problemOf(error) };
  }
}

/** Asks for all of them, and once more for those whose token was over. */
async function askAll(
  services: FetchServices,
  connection: Connection,
  batch: readonly LeasedFetch[],
): Promise<Asked[]> {
  const { shopId } = connection;
  const api = connection.open();
  const token = await accessToken(services, shopId, api, null);
  const first = await Promise.all(batch.map((fetch) => ask(api, token, fetch)));
  const isOver = ({ answer }: Asked) => isProblem(answer) && answer.problem === 'token';
  if (!first.some(isOver)) return first;
  const renewed = await accessToken(services, shopId, api, token);
  return Promise.all(
    first.map(async (asked) => {
      if (!isOver(asked)) return asked;
      await spendCall(services.db, connection);
      return ask(api, renewed, asked.fetch);
    }),
  );
}

/** What a problem means for its order: whether it is tried again, and whether that speaks against the order. */
function outcomeOf({ fetch, answer }: Asked, isShopAtFault: boolean, random: () => number): FetchOutcome {
  if (!isProblem(answer)) return answer;
  const { problem, reason } = answer;
  const isOwnFault = problem === 'refused' || (problem === 'unavailable' && !isShopAtFault);
  const tries = problem === 'refused' ? REFUSED_TRIES : FAILED_TRIES;
  if (isOwnFault && fetch.attempts >= tries) return { kind: 'dead', reason };
  return {
    kind: 'postponed',
    reason,
    delayMs: retryDelayMs(isOwnFault ? fetch.attempts : 1, random),
    isCounted: isOwnFault,
  };
}

/** The problem that keeps the whole shop from being asked for anything; null where single orders are to blame. */
function shopProblemOf(asked: readonly Asked[]): Problem | null {
  const problems = asked.flatMap(({ answer }) => (isProblem(answer) ? [answer] : []));
  const general = problems.find(({ problem }) => problem !== 'refused' && problem !== 'unavailable');
  if (general) return general;
  const isSilent = problems.length === asked.length && problems.every(({ problem }) => problem === 'unavailable');
  return isSilent && asked.length > 1 ? (problems[0] ?? null) : null;
}

/** Leased again and again, and never settled: whoever asks for it dies. */
const isDeadly = ({ attempts }: LeasedFetch): boolean => attempts > FAILED_TRIES;

/** Asks for the leased orders of one shop, puts what comes into the inbox, and settles every row. */
async function fetchBatch(
  services: FetchServices,
  connection: Connection,
  batch: readonly LeasedFetch[],
): Promise<void> {
  const { shopId } = connection;
  const { db, random } = services;
  let asked: Asked[];
  try {
    asked = await askAll(
      services,
      connection,
      batch.filter((fetch) => !isDeadly(fetch)),
    );
  } catch (error) {
    const problem = problemOf(error);
    asked = batch.map((fetch) => ({ fetch, answer: problem }));
  }
  const shopProblem = shopProblemOf(asked);
  if (shopProblem) {
    await blockCalls(db, shopId, shopProblem.reason, random);
    if (shopProblem.missing.length === 0) services.onProblem(shopId, shopProblem);
  } else if (asked.length > 0) await noteCallWorked(db, shopId);
  const settled: SettledFetch[] = [
    ...asked.map((one) => ({ fetch: one.fetch, outcome: outcomeOf(one, shopProblem !== null, random) })),
    ...batch
      .filter(isDeadly)
      .map((fetch) => ({ fetch, outcome: { kind: 'dead', reason: { code: 'never-answered' } } as const })),
  ];
  const result = await settleFetches(services, shopId, settled);
  countFetches(settled, result);
  if (result.stored > 0) services.wakePipeline();
}

/**
 * Leases what is due, of as many shops as there are, and asks for it; a slow platform keeps no other waiting. Returns the work
 * under way by shop, which never rejects. Shops in `busy` are left out.
 */
export async function fetchDue(
  services: FetchServices,
  busy: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, Promise<void>>> {
  const connections = (await services.connections()).filter(({ shopId }) => !busy.has(shopId));
  if (connections.length === 0) return new Map();
  const leased = await leaseFetches(services.db, connections, PER_SHOP);
  return new Map(
    connections.flatMap((connection) => {
      const batch = leased.filter(({ shopId }) => shopId === connection.shopId);
      if (batch.length === 0) return [];
      const work = fetchBatch(services, connection, batch).catch((error: unknown) =>
        services.onProblem(connection.shopId, error),
      );
      return [[connection.shopId, work] as const];
    }),
  );
}
