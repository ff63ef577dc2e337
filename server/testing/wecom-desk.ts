import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { aGroup, unique } from '@/db/testing/builders';
import type { TestDatabase } from '@/db/testing/database';
import { classifyIntent } from '@/domain/reply/intent';
import { wecomClients } from '../conversations/accounts';
import { wecomRoutes } from '../conversations/hook-routes';
import { type ConversationServices, syncDueAccount } from '../conversations/sync';
import { AppError } from '../errors';
import { sendError } from '../http/answer';
import { matchRoute } from '../http/routes';
import { outboundJson } from '../links/outbound';
import { ensureDefaults } from '../setup/ensure-defaults';
import { sealWecomSecrets } from '../wecom/secrets';
import { quietServices, TEST_KEYRING } from './acting';

/** What a stand-in of WeCom has to be started with to fit the account below. */
export const WECOM_APP = {
  corpId: 'ww5823bf96d3bd56c7',
  secret: 'secret of the customer-service app',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

/** Stores the account of WECOM_APP for a group, with one customer-service account; returns its id. */
export async function aWecomAccount(
  db: TestDatabase,
  values: { readonly groupId: string; readonly apiBase: string; readonly openKfId: string },
): Promise<string> {
  const id = unique('wecom');
  const { secret: corpSecret, token: callbackToken, aesKey: encodingAesKey, corpId } = WECOM_APP;
  await db.query(
    `insert into wecom_accounts (id, name, corp_id, secrets_sealed, api_base, group_id) values ($1, $1, $2, $3, $4, $5)`,
    [
      id,
      corpId,
      sealWecomSecrets(TEST_KEYRING, id, { corpSecret, callbackToken, encodingAesKey }),
      values.apiBase,
      values.groupId,
    ],
  );
  await db.query('insert into wecom_kf_accounts (open_kfid, account_id, name) values ($1, $2, $1)', [
    values.openKfId,
    id,
  ]);
  return id;
}

/** The product's half of a WeCom connection: a door for callbacks on a real socket, and the worker's step by hand. */
export async function wecomDesk(db: TestDatabase, openKfId: string) {
  await ensureDefaults(db);
  const groupId = await aGroup(db);
  const problems: unknown[] = [];
  const services: ConversationServices = {
    ...quietServices(db),
    clientFor: wecomClients(outboundJson({ timeoutMs: 2_000, maxBytes: 1024 * 1024 }), TEST_KEYRING, Date.now),
    classify: classifyIntent,
    onSyncProblem: (_openKfId, error) => void problems.push(error),
  };
  const routes = wecomRoutes({ db, keyring: TEST_KEYRING, wakeSync: () => {} });
  const server = createServer((req, res) => {
    const match = matchRoute(routes, req.method ?? '', new URL(req.url ?? '/', 'http://localhost').pathname);
    if (match.kind !== 'route' || match.route.kind !== 'hook') return void res.writeHead(404).end();
    match.route
      .handle(req, res, match.params)
      .catch((error) => sendError(req, res, error instanceof AppError ? error : null));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    groupId,
    services,
    problems,
    hookUrl: (accountId: string) => `${origin}/hooks/wecom/${accountId}`,
    /** Stores the account whose API is at `apiBase`; returns its id. */
    connect: (apiBase: string) => aWecomAccount(db, { groupId, apiBase, openKfId }),
    /** Pulls whatever is due; returns how many accounts were. */
    async pull(using: ConversationServices = services): Promise<number> {
      let pulled = 0;
      while (await syncDueAccount(using)) pulled += 1;
      return pulled;
    },
    /** As if the waiting time of the account were over. */
    makeDue: () => db.query('update wecom_kf_accounts set sync_due_at = now() where open_kfid = $1', [openKfId]),
  };
}
