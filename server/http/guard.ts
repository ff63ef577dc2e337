import type { IncomingHttpHeaders } from 'node:http';
import { forbidden, invalid } from '../errors';

/** Nested deeper than this, JSON is refused before it is parsed. */
export const MAX_JSON_DEPTH = 32;

/**
 * Refuses a change that another site's page asked for: the Origin must be one of ours, and where the browser says what
 * the request's site is, it must be the same. Throws forbidden.
 */
export function assertOwnOrigin(headers: IncomingHttpHeaders, origins: readonly string[]): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw forbidden('this request came from another site');
  if (!isOwnOrigin(headers, origins)) throw forbidden('the Origin header must name this site');
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
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (isInString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) throw invalid(`JSON may be nested ${maxDepth} deep`, { maxDepth });
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  }
}
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
