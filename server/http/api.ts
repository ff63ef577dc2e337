import type { IncomingMessage, ServerResponse } from 'node:http';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { noteActivity } from '../auth/session-life';
import type { UserActor } from '../context';
import { appRouter } from '../root';
import { sendBody } from './answer';
import { assertJson, assertOwnOrigin, assertShallowJson } from './guard';
import { readBody } from './read-body';
import type { WebParts } from './web-parts';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_BATCH = 20;
export const API_PATH = '/api/trpc';

async function bodyOf(parts: WebParts, req: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (req.method !== 'POST') return undefined;
  assertOwnOrigin(req.headers, parts.origins);
  assertJson(req.headers);
  const body = await readBody(req, MAX_BODY_BYTES);
  assertShallowJson(body);
  return new Uint8Array(body);
}

/**
 * Answers an API call: changes only from our own pages, JSON only, ≤ 256 kB and 32 levels, ≤ 20 calls a batch. Who asks
 * is looked up once for the whole batch.
 */
export async function answerApi(parts: WebParts, req: IncomingMessage, res: ServerResponse, requestId: string) {
  const body = await bodyOf(parts, req);
  const headers = parts.headersOf(req);
  let asking: Promise<UserActor | null> | null = null;
  const response = await fetchRequestHandler({
    router: appRouter,
    endpoint: API_PATH,
    req: new Request(new URL(req.url ?? '/', parts.origin), { method: req.method, headers, body }),
    maxBatchSize: MAX_BATCH,
    allowMethodOverride: true,
    createContext: async () => {
      asking ??= parts.whoIs(headers);
      const actor = await asking;
      // Pages ask by themselves; a change is somebody's work.
      if (actor && req.method === 'POST') await noteActivity(parts.services.db, [actor.sessionId]);
      return {
        services: parts.services,
        actor,
        requestId,
        clientIp: req.socket.remoteAddress ?? '',
      };
    },
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') {
        parts.log.error({ err: error.cause ?? error, requestId, procedure: path }, 'an API call failed');
      }
    },
  });
  const type = response.headers.get('content-type') ?? 'application/json';
  const bytes = Buffer.from(await response.arrayBuffer());
  await sendBody(req, res, response.status, { 'content-type': type }, bytes);
}
