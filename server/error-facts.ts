/** What may be kept of an error: which it is and where it came from, nothing that it repeats of its input. */
export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly routine?: string;
  readonly cause?: ErrorFacts;
}

const CUT = '…';
/** Our own texts are plain English: anything else was repeated from somewhere. */
const FOREIGN_TEXT = /[^\x20-\x7e]+/g;
const LONG_NUMBER = /\d[\d\s-]{5,}\d/g;
/** PostgreSQL puts what it complains about in quotes or, for keys, in brackets; identifiers are kept. */
const QUOTED = /"([^"]*)"|=\([^)]*\)/g;
/** JSON.parse repeats the text around what it cannot read, quotes and all. */
const JSON_SNIPPET = /"[\s\S]*" is not valid JSON/;
const IDENTIFIER = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/;

/** A text of an error without what could be a name, an address, a number or other input. */
export function withoutInput(message: string): string {
  return message
    .replace(JSON_SNIPPET, `"${CUT}" is not valid JSON`)
    .replace(QUOTED, (whole, name?: string) => (name !== undefined && IDENTIFIER.test(name) ? whole : `"${CUT}"`))
    .replace(FOREIGN_TEXT, CUT)
    .replace(LONG_NUMBER, CUT);
}

const FIELDS = ['code', 'table', 'column', 'constraint', 'routine'] as const;
const DEEPEST_CAUSE = 3;

/**
 * An error as logs and records may hold it. Of a database error the statement's values, its detail and its context are
 * left out; of a stack the frames are kept.
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutInput(String(error)), stack: '' };
  const known = error as Error & Partial<Record<(typeof FIELDS)[number], unknown>>;
  const named = FIELDS.flatMap((field) => (typeof known[field] === 'string' ? [[field, known[field]] as const] : []));
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: withoutInput(error.message),
    ...Object.fromEntries(named),
    stack: frames.join('\n'),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE ? { cause: errorFacts(error.cause, depth + 1) } : {}),
  };
}
