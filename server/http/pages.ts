import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentPolicy, newNonce } from './csp';
import type { WebParts } from './web-parts';

/** The pages that are shown to people who are not signed in. */
const OPEN_PAGES: ReadonlySet<string> = new Set(['/sign-in', '/setup']);
const isFile = (path: string) => path.startsWith('/_next/') || /\.[a-z0-9]{2,12}$/i.test(path);

const signInPath = (wanted: string) => (wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`);

/**
 * Hands pages and files to Next. A page gets a content policy with a nonce of its own, is stored by nobody, and leads to
 * the sign-in page when nobody is signed in.
 */
export async function answerPage(parts: WebParts, req: IncomingMessage, res: ServerResponse, path: string) {
  delete req.headers['content-security-policy'];
  delete req.headers['content-security-policy-report-only'];
  if (isFile(path)) return parts.renderPage(req, res);
  if (!OPEN_PAGES.has(path) && (await parts.whoIs(parts.headersOf(req))) === null) {
    res.writeHead(302, { location: signInPath(path), 'cache-control': 'no-store', 'content-length': 0 });
    res.end();
    return;
  }
  const policy = contentPolicy(newNonce(), parts.isDev);
  req.headers['content-security-policy'] = policy;
  res.setHeader('content-security-policy', policy);
  res.setHeader('cache-control', 'no-store');
  return parts.renderPage(req, res);
}
