import type { IncomingHttpHeaders } from 'node:http';
import { forbidden, invalid, notFound } from '../errors';
import { isNestedDeeper, MAX_JSON_DEPTH } from './json-depth';

/**
 * Refuses a change that another site's page asked for: the Origin must be one of ours, and where the browser says what
 * the request's site is, it must be the same. Throws forbidden.
 */
export function assertOwnOrigin(headers: IncomingHttpHeaders, origins: readonly string[]): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw forbidden('this request came from another site');
  if (!isOwnOrigin(headers, origins)) throw forbidden('the Origin header must name this site');
}

/**
 * Refuses to give another site's page a file of ours. A browser sends no Origin with a download, but says which site asks:
 * the page itself, or somebody who typed the address. Throws forbidden.
 */
export function assertOwnDownload(headers: IncomingHttpHeaders, origins: readonly string[]): void {
  const site = headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeign || (headers.origin !== undefined && !isOwnOrigin(headers, origins)))
    throw forbidden('this request came from another site');
}

/** Whether the Origin header names this site; a missing one does not. */
export const isOwnOrigin = (headers: IncomingHttpHeaders, origins: readonly string[]) =>
  headers.origin !== undefined && origins.includes(headers.origin);

/** Refuses bodies that a plain HTML form can send. Throws invalid. */
export function assertJson(headers: IncomingHttpHeaders): void {
  const [type] = (headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/json') throw invalid('only application/json is accepted');
}

/** Refuses JSON nested deeper than the limit, reading the bytes once. Throws invalid. */
export function assertShallowJson(bytes: Uint8Array, maxDepth = MAX_JSON_DEPTH): void {
  if (isNestedDeeper(bytes, maxDepth)) throw invalid(`JSON may be nested ${maxDepth} deep`, { maxDepth });
}

/** Backslashes, steps upwards, and whatever becomes either once it is decoded; NUL. */
const ODD_PATH = /\\|\/\.{1,2}(?:\/|$)|%(?:00|2e|2f|5c)/i;

/**
 * Refuses paths that could mean another place than they say, and requests to other hosts. No address of ours needs one.
 * Throws notFound.
 */
export function assertPlainPath(path: string): void {
  if (!path.startsWith('/') || path.startsWith('//') || ODD_PATH.test(path)) throw notFound('page');
}
