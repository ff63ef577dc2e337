import type { CleaningStep } from '../order';

export interface CleanedText {
  readonly value: string;
  readonly steps: readonly CleaningStep[];
}

const LONE_SURROGATE = /\p{Surrogate}/gu;
/** C0 and C1 controls except tab, line feed and carriage return. */
const CONTROL = /[^\P{Cc}\t\n\r]/gu;
/** Zero-width and direction marks, overrides and isolates, soft hyphen, variation selectors, tag characters. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const REMOVALS: ReadonlyArray<readonly [step: string, pattern: RegExp]> = [
  ['drop-lone-surrogate', LONE_SURROGATE],
  ['drop-control', CONTROL],
  ['drop-invisible', INVISIBLE],
];
const NAMED_AT_MOST = 8;

/**
 * Brings any text to what may be stored and compared: well-formed UTF-16, no NUL or other control characters, nothing
 * invisible, NFKC (full-width digits become ASCII), trimmed. Each step names the code points it touched and never
 * repeats the text, so that steps on personal fields may be kept. Running it again changes nothing.
 */
export function cleanText(field: string, raw: string): CleanedText {
  const steps: CleaningStep[] = [];
  let value = raw;
  for (const [step, pattern] of REMOVALS) {
    const kept = value.replace(pattern, '');
    if (kept !== value) steps.push({ field, step, from: codePoints(value.match(pattern) ?? []), to: '' });
    value = kept;
  }
  const folded = value.normalize('NFKC').replace(INVISIBLE, '');
  if (folded !== value) {
    const changed = Array.from(value).filter((char) => char.normalize('NFKC') !== char);
    steps.push({ field, step: 'nfkc', from: codePoints(changed), to: '' });
  }
  const trimmed = folded.trim();
  if (trimmed !== folded) steps.push({ field, step: 'trim', from: `${folded.length - trimmed.length}`, to: '' });
  return { value: trimmed, steps };
}

/** "U+200B×2 U+202E×1": which code points and how often, sorted, so that the original order cannot be read from it. */
function codePoints(chars: readonly string[]): string {
  const counts = new Map<number, number>();
  for (const char of chars) {
    const code = char.codePointAt(0) ?? 0;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .slice(0, NAMED_AT_MOST)
    .map(([code, count]) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}×${count}`)
    .join(' ');
}
