import { readJson } from '../channels/json';
import { readXml } from '../links/xml';

/** One value of a body with where it stands; null: it may be personal, and is kept back. */
export interface BodyLine {
  readonly path: string;
  readonly value: string | null;
}

/** A word, an id, a number or a time, whatever its field: never a sentence, a name or a place. */
const HARMLESS = /^[\w.:+/-]{0,64}$/;
const PHONE = /^(?:\+?86-?)?1[3-9]\d{9}$|^\d{3,4}-\d{7,8}$|^\d{17}[\dXx]$/;
const PERSONAL =
  /buyer|user|receiver|recipient|consignee|address|addr|name|phone|tel|mobile|mail|contact|town|street|city|province|district|state|detail$|encrypt|mask|note|memo|remark|words|message|ip$|open_?id|oaid|nick|title|card|post/i;
/** Fields whose names look personal and are not. */
const PLAIN = /(?:^|\.)(?:status|state|order_?state|order_?status|type|tag|timestamp|event|method|msg_id|sku\w*)$/i;
const NUMBER_FIELD = /(?:no|id|sn|time|at|version|count|qty|num|amount|cents|fen|price|fee)$/i;
const MOST_LINES = 400;

/** A value as it may be shown in its place; null where it may be personal. */
export function shown(path: string, value: unknown): string | null {
  if (value === null || typeof value === 'boolean') return String(value);
  const text = String(value);
  if (!PLAIN.test(path) && PERSONAL.test(path)) return null;
  if (!HARMLESS.test(text) || (PHONE.test(text) && !NUMBER_FIELD.test(path))) return null;
  return text;
}

/** Platforms put JSON into strings of JSON. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return readJson(Buffer.from(value));
  } catch {
    // It only looked like JSON: a text like any other.
    return value;
  }
}

function* leavesOf(path: string, given: unknown): Generator<readonly [string, unknown]> {
  const value = unwrapped(given);
  if (typeof value !== 'object' || value === null) {
    yield [path, value];
    return;
  }
  const entries = Array.isArray(value)
    ? value.map((one, index) => [`${path}[${index}]`, one] as const)
    : Object.entries(value).map(([name, one]) => [path === '' ? name : `${path}.${name}`, one] as const);
  for (const [at, one] of entries) yield* leavesOf(at, one);
}

/** The values of a body of JSON or XML by their place; null where it is neither. */
function readLeaves(body: Buffer): ReadonlyMap<string, unknown> | null {
  try {
    const isXml = body.subarray(0, 200).toString().trimStart().startsWith('<');
    return new Map(leavesOf('', isXml ? readXml(body) : readJson(body)));
  } catch {
    // Neither: the caller says so, and shows how long it is.
    return null;
  }
}

/** A body with everything that may be personal kept back; null where it is neither JSON nor XML. */
export function maskBody(body: Buffer): BodyLine[] | null {
  const leaves = readLeaves(body);
  if (leaves === null) return null;
  return [...leaves].slice(0, MOST_LINES).map(([path, value]) => ({ path, value: shown(path, value) }));
}

/** A value in which two bodies differ; null: kept back, or not there. */
export interface BodyDifference {
  readonly path: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly isKeptBack: boolean;
}

/** Where two bodies differ, values that may be personal kept back; null where either cannot be read. */
export function differencesOf(ours: Buffer, theirs: Buffer): BodyDifference[] | null {
  const [a, b] = [readLeaves(ours), readLeaves(theirs)];
  if (a === null || b === null) return null;
  const differing = [...new Set([...a.keys(), ...b.keys()])].filter(
    (path) => a.has(path) !== b.has(path) || String(a.get(path)) !== String(b.get(path)),
  );
  return differing.slice(0, MOST_LINES).map((path) => {
    const side = (leaves: ReadonlyMap<string, unknown>) => (leaves.has(path) ? shown(path, leaves.get(path)) : null);
    const isKeptBack = [a, b].some((leaves) => leaves.has(path) && shown(path, leaves.get(path)) === null);
    return isKeptBack
      ? { path, ours: null, theirs: null, isKeptBack }
      : { path, ours: side(a), theirs: side(b), isKeptBack };
  });
}
