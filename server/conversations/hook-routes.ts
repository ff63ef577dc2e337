import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '@/server/http/read-body';
import type { HookRoute } from '@/server/http/routes';
import { CALLBACK_BODY_LIMIT_BYTES } from '@/server/links/wecom/callback';
import { type CallbackServices, receiveWecomCallback } from './hook';

const PATH = '/hooks/wecom/:accountId';

/** The doors for WeCom: the address check (GET) and events (POST), answered with bare text. */
export function wecomRoutes(services: CallbackServices): readonly HookRoute[] {
  const answer = async (req: IncomingMessage, res: ServerResponse, accountId: string, body: string | null) => {
    const query = new URL(req.url ?? '/', 'http://localhost').searchParams;
    const text = await receiveWecomCallback(services, { accountId, query, body });
    res.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text);
  };
  return [
    {
      kind: 'hook',
      method: 'GET',
      path: PATH,
      handle: (req, res, { accountId = '' }) => answer(req, res, accountId, null),
    },
    {
      kind: 'hook',
      method: 'POST',
      path: PATH,
      handle: async (req, res, { accountId = '' }) =>
        answer(req, res, accountId, (await readBody(req, CALLBACK_BODY_LIMIT_BYTES)).toString('utf8')),
    },
  ];
}
