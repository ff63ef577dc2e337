import type { IncomingMessage, ServerResponse } from 'node:http';
import { noteActivity } from '../auth/session-life';
import { contentPolicy, newNonce } from './csp';
import type { WebParts } from './web-parts';

/** The pages that are shown to people who are not signed in. */
const OPEN_PAGES: ReadonlySet<string> = new Set(['/sign-in', '/setup']);
/** What lies in public/. */
export const FILES: ReadonlySet<string> = new Set(['/icon.svg', '/theme.js']);
const isFile = (path: string, isDev: boolean) =>
  path.startsWith('/_next/') || FILES.has(path) || (isDev && path.startsWith('/__next'));

/** The sign-in page, and afterwards the address that was asked for, with what stands behind its question mark. */
const signInPath = (wanted: string) => (wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`);

/**
 * Hands pages and files to Next. A page gets a content policy with a nonce of its own, is stored by nobody, and leads to
 * the sign-in page when nobody is signed in.
 */
export async function answerPage(parts: WebParts, req: IncomingMessage, res: ServerResponse, path: string) {
  delete req.headers['content-security-policy-report-only'];
  const policy = contentPolicy(newNonce(), parts.isDev);
  req.headers['content-security-policy'] = policy;
  res.setHeader('content-security-policy', policy);
  // A file that does not exist is answered with a page.
  if (isFile(path, parts.isDev)) return parts.renderPage(req, res);
  if (!OPEN_PAGES.has(path)) {
    const actor = await parts.whoIs(parts.headersOf(req));
    if (actor === null) {
      res.writeHead(302, { location: signInPath(req.url ?? path), 'cache-control': 'no-store', 'content-length': 0 });
      res.end();
      return;
    }
    await noteActivity(parts.services.db, [actor.sessionId]);
  }
  res.setHeader('cache-control', 'no-store');
  return parts.renderPage(req, res);
}
