import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { can } from '../can';
import { AppError, callersError, forbidden, notFound } from '../errors';
import { observeRequest } from '../metrics';
import { sendError, setSecurityHeaders } from './answer';
import { API_PATH, answerApi } from './api';
import { answerAuth } from './auth-door';
import { NO_CONTENT_POLICY } from './csp';
import { assertOwnDownload, assertOwnOrigin, assertPlainPath } from './guard';
import { answerHealth } from './health';
import { answerPage } from './pages';
import { discardRest } from './read-body';
import { matchRoute } from './routes';
import type { WebParts } from './web-parts';

interface Call {
  readonly parts: WebParts;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly path: string;
  readonly requestId: string;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

function answerOtherMethod(res: ServerResponse): void {
  res.writeHead(405, { 'cache-control': 'no-store', 'content-length': 0 });
  res.end();
}

async function answerRoute({ parts, req, res, path }: Call): Promise<void> {
  const match = matchRoute(parts.routes, req.method ?? '', path);
  if (match.kind === 'none') throw notFound('page');
  if (match.kind === 'other-method') return answerOtherMethod(res);
  const { route, params } = match;
  if (route.kind === 'hook') return route.handle(req, res, params);
  (route.method === 'GET' ? assertOwnDownload : assertOwnOrigin)(req.headers, parts.origins);
  const actor = await parts.whoIs(parts.headersOf(req));
  if (actor === null) throw new AppError('signed-out', 'sign in first');
  if (!can(actor, route.action)) throw forbidden(`${actor.role} may not ${route.action}`);
  return route.handle(req, res, params, actor);
}

/** The order of the house's doors: the first whose prefix fits answers; everything else is a page. */
const DOORS: readonly {
  readonly kind: string;
  readonly opens: (path: string) => boolean;
  readonly answer: (call: Call) => Promise<unknown>;
}[] = [
  {
    kind: 'health',
    opens: (path) => path === '/livez' || path === '/readyz' || path === '/metrics',
    answer: ({ parts, req, res, path }) => answerHealth(parts, req, res, path),
  },
  {
    kind: 'api',
    opens: (path) => path.startsWith(`${API_PATH}/`),
    answer: ({ parts, req, res, requestId }) => answerApi(parts, req, res, requestId),
  },
  {
    kind: 'auth',
    opens: (path) => path.startsWith('/api/auth/'),
    answer: ({ parts, req, res, path }) => answerAuth(parts, req, res, path),
  },
  { kind: 'route', opens: (path) => path.startsWith('/hooks/') || path.startsWith('/api/'), answer: answerRoute },
  {
    kind: 'page',
    opens: () => true,
    answer: ({ parts, req, res, path }) => answerPage(parts, req, res, path),
  },
];

async function refuse({ parts, req, res, path, requestId }: Call, error: unknown): Promise<void> {
  const known = callersError(error);
  if (!known) parts.log.error({ err: error, requestId, path }, 'a request failed');
  if (res.headersSent) {
    res.destroy();
    return;
  }
  await sendError(req, res, known);
  if (!req.complete) discardRest(req);
}

/** The one listener for every HTTP request of the process; it never throws. */
export function createRequestHandler(parts: WebParts) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const startedMs = performance.now();
    const [path = '/'] = (req.url ?? '/').split('?');
    const call: Call = { parts, req, res, path, requestId: randomUUID() };
    const door = DOORS.find((candidate) => candidate.opens(path));
    res.setHeader('x-request-id', call.requestId);
    setSecurityHeaders(res, parts.origin.startsWith('https:'));
    res.setHeader('content-security-policy', NO_CONTENT_POLICY);
    res.once('close', () => {
      observeRequest(door?.kind ?? 'page', res.statusCode, performance.now() - startedMs);
      parts.log.debug({ requestId: call.requestId, kind: door?.kind, status: res.statusCode }, 'request');
    });
    try {
      assertPlainPath(path);
      if (!METHODS.has(req.method ?? '')) return answerOtherMethod(res);
      await door?.answer(call);
    } catch (error) {
      await refuse(call, error).catch((late: unknown) => parts.log.error({ err: late }, 'an answer could not be sent'));
    }
  };
}
