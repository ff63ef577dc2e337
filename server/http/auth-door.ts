import type { IncomingMessage, ServerResponse } from 'node:http';
import { AUTH_PATHS } from '../auth/auth';
import { notFound } from '../errors';
import { assertJson, assertOwnOrigin, assertShallowJson } from './guard';
import { readBody } from './read-body';
import type { WebParts } from './web-parts';

const MAX_BODY_BYTES = 16 * 1024;

async function bodyOf(parts: WebParts, req: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  assertOwnOrigin(req.headers, parts.origins);
  const body = await readBody(req, MAX_BODY_BYTES);
  if (body.length === 0) return undefined;
  assertJson(req.headers);
  assertShallowJson(body);
  return new Uint8Array(body);
}

/** What the page needs of a success; never the token, which scripts of the page need not hold. */
function shown(path: string, answer: AuthAnswer): Readonly<Record<string, unknown>> {
  if (path.endsWith('/enable')) return { totpURI: answer.totpURI, backupCodes: answer.backupCodes };
  if (!path.endsWith('/sign-in/username')) return {};
  return { next: answer.twoFactorRedirect ? 'code' : (answer.next ?? null) };
}
interface AuthAnswer {
  readonly totpURI?: string;
  readonly backupCodes?: readonly string[];
  readonly twoFactorRedirect?: boolean;
  readonly next?: string;
}

async function bytesOf(path: string, response: Response): Promise<Buffer> {
  if (!response.ok) return Buffer.from(await response.arrayBuffer());
  return Buffer.from(JSON.stringify(shown(path, (await response.json()) as AuthAnswer)));
}

/**
 * Hands sign-in, its second factor and sign-out to better-auth, from our own pages only; the rest of its paths do not exist
 * here. Success is a cookie that scripts cannot read and what is to happen next: `{next: 'code' | 'enrol' | null}` after a
 * password, `{totpURI, backupCodes}` when a second factor is set up. A refusal is better-auth's `{code, message}`.
 */
export async function answerAuth(parts: WebParts, req: IncomingMessage, res: ServerResponse, path: string) {
  if (!AUTH_PATHS.has(path) || req.method !== 'POST') throw notFound('page');
  const body = await bodyOf(parts, req);
  const url = new URL(req.url ?? '/', parts.origin);
  const request = new Request(url, { method: req.method, headers: parts.headersOf(req), body });
  const response = await parts.answerAuth(request);
  const bytes = await bytesOf(path, response);
  res.setHeader('set-cookie', response.headers.getSetCookie());
  const retryAfter = response.headers.get('x-retry-after');
  res.writeHead(response.status, {
    'content-type': response.headers.get('content-type') ?? 'application/json',
    'cache-control': 'no-store',
    'content-length': bytes.length,
    ...(retryAfter === null ? {} : { 'retry-after': retryAfter }),
  });
  res.end(bytes);
}
