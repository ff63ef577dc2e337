import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFound } from '../errors';
import { registry } from '../metrics';
import { sendBody, sendJson } from './answer';
import type { WebParts } from './web-parts';

const LOOPBACK: readonly (string | undefined)[] = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const PROXY_HEADERS = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const wasForwarded = (req: IncomingMessage) => PROXY_HEADERS.some((name) => req.headers[name] !== undefined);

function mayReadMetrics(req: IncomingMessage, token: string | null): boolean {
  if (token === null) return LOOPBACK.includes(req.socket.remoteAddress) && !wasForwarded(req);
  const given = Buffer.from(req.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** /livez: the process runs. /readyz: it can take requests (200) or says why not (503). /metrics: Prometheus text. */
export async function answerHealth(
  parts: Pick<WebParts, 'metricsToken' | 'whyNotReady'>,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
) {
  if (path === '/livez') return sendJson(req, res, 200, { status: 'alive' });
  if (path === '/readyz') {
    const why = await parts.whyNotReady();
    return sendJson(
      req,
      res,
      why === null ? 200 : 503,
      why === null ? { status: 'ready' } : { status: 'not-ready', why },
    );
  }
  if (!mayReadMetrics(req, parts.metricsToken)) throw notFound('page');
  const text = Buffer.from(await registry.metrics());
  return sendBody(req, res, 200, { 'content-type': registry.contentType }, text);
}
