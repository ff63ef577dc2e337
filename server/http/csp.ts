import { randomBytes } from 'node:crypto';

/** A value that allows one page's own inline scripts and styles. */
export const newNonce = () => randomBytes(16).toString('base64');

/**
 * The content policy of a page: own scripts and those with the nonce (never scripts added by scripts), Trusted Types with
 * the policies of Next and of instrumentation-client.ts. `isDev` allows eval, which the development server needs.
 */
export function contentPolicy(nonce: string, isDev: boolean): string {
  return [
    `script-src 'self' 'nonce-${nonce}'${isDev ? " 'unsafe-eval'" : ''}`,
    "default-src 'self'",
    `style-src 'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isDev ? [] : ["require-trusted-types-for 'script'", 'trusted-types nextjs default']),
  ].join('; ');
}

/** The policy of everything that is not a page: nothing may run. */
export const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";
