import jsonBigint from 'json-bigint';
import { isNestedDeeper, MAX_JSON_DEPTH } from '../http/json-depth';
import { Unreadable } from './channel';

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Numbers longer than 15 digits come out as text; `__proto__` and `constructor` keys are dropped. */
const exact = jsonBigint({ storeAsString: true, protoAction: 'ignore', constructorAction: 'ignore' });
const LONG_NUMBER = /[:[,]\s*-?[\d.]{16}/;

function decode(raw: Uint8Array): string {
  try {
    return utf8.decode(raw);
  } catch {
    throw new Unreadable({ code: 'not-utf8' });
  }
}

/**
 * Reads JSON without losing digits: a bare number of 16 digits or more becomes text. Throws Unreadable for what is not
 * UTF-8, not JSON, or nested deeper than MAX_JSON_DEPTH. The error repeats nothing of the body.
 */
export function readJson(raw: Uint8Array): unknown {
  if (isNestedDeeper(raw)) throw new Unreadable({ code: 'nested-too-deep', levels: MAX_JSON_DEPTH });
  const text = decode(raw);
  try {
    return LONG_NUMBER.test(text) ? exact.parse(text) : JSON.parse(text);
  } catch {
    throw new Unreadable({ code: isJson(text) ? 'number-too-large' : 'not-json' });
  }
}

/** The exact reader refuses numbers beyond all doubles (1e400), which are JSON all the same. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** JSON with the keys of every level sorted, no blanks, and nothing escaped for HTML: the same content has the same bytes. */
export const sortedJson = (value: unknown): string => JSON.stringify(sorted(value));
