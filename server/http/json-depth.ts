/** Deeper than anything we or a platform send; the limit keeps recursive readers away from the end of the stack. */
export const MAX_JSON_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{` differ in one bit only, as `]` and `}` do. */
const ONE_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** Whether brackets nest deeper than `limit`. Linear, needs no stack, and reads nothing into brackets within strings. */
export function isNestedDeeper(raw: Uint8Array, limit = MAX_JSON_DEPTH): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < raw.length; index += 1) {
    const byte = raw[index] ?? 0;
    if (isInString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if ((byte | ONE_BIT) === OPENING) {
      depth += 1;
      if (depth > limit) return true;
    } else if ((byte | ONE_BIT) === CLOSING) depth -= 1;
  }
  return false;
}
