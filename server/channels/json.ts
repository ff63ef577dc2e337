import jsonBigint from 'json-bigint';
import { Unreadable } from './channel';

/** Deeper than any order of any platform; the limit keeps recursive readers away from the end of the stack. */
export const MAX_JSON_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Whether brackets nest deeper than `limit`. Linear, needs no stack, and reads nothing into brackets within strings. */
export function isNestedDeeper(raw: Uint8Array, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < raw.length; index += 1) {
    const byte = raw[index] ?? 0;
    if (isInString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (OPENING.has(byte)) {
      depth += 1;
      if (depth > limit) return true;
    } else if (CLOSING.has(byte)) depth -= 1;
  }
  return false;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Numbers longer than 15 digits come out as text; `__proto__` and `constructor` keys are dropped. */
const exact = jsonBigint({ storeAsString: true, protoAction: 'ignore', constructorAction: 'ignore' });
const LONG_NUMBER = /[:[,]\s*-?[\d.]{16}/;

function decode(raw: Uint8Array): string {
  try {
    return utf8.decode(raw);
  } catch {
    throw new Unreadable('the body is not UTF-8 text');
  }
}

/**
 * Reads JSON without losing digits: a bare number of 16 digits or more becomes text. Throws Unreadable for what is not
 * UTF-8, not JSON, or nested deeper than MAX_JSON_DEPTH. The error repeats nothing of the body.
 */
export function readJson(raw: Uint8Array): unknown {
  if (isNestedDeeper(raw, MAX_JSON_DEPTH)) throw new Unreadable(`nested deeper than ${MAX_JSON_DEPTH} levels`);
  const text = decode(raw);
  try {
    return LONG_NUMBER.test(text) ? exact.parse(text) : JSON.parse(text);
  } catch {
    throw new Unreadable('the body is not JSON');
  }
}
