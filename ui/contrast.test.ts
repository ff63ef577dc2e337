import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../app/globals.css', import.meta.url)), 'utf8');

type Tokens = Readonly<Record<string, string>>;

/** The colour tokens of one theme block of globals.css. */
function tokensOf(selector: string): Tokens {
  const block = css.slice(css.indexOf(`${selector} {`));
  const body = block.slice(0, block.indexOf('}'));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name, value]),
  );
}

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) => {
    const channel = Number.parseInt(full.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(tokens: Tokens, front: string, back: string): number {
  const [one, other] = [luminance(tokens[front] ?? ''), luminance(tokens[back] ?? '')];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const GROUNDS = ['bg', 'surface', 'raised', 'sunken', 'tide-soft'];
const TEXT: readonly (readonly [string, readonly string[]])[] = [
  ['ink', [...GROUNDS, 'red-soft', 'amber-soft', 'green-soft', 'violet-soft']],
  ['ink-2', [...GROUNDS, 'red-soft', 'amber-soft']],
  ['ink-3', [...GROUNDS, 'red-soft', 'amber-soft']],
  ['tide', GROUNDS],
  ['tide-ink', ['tide']],
  ['red', [...GROUNDS, 'red-soft']],
  ['amber', [...GROUNDS, 'amber-soft']],
  ['green', [...GROUNDS, 'green-soft']],
  ['violet', ['surface', 'violet-soft']],
];
const SHAPES: readonly (readonly [string, readonly string[]])[] = [
  ['tide', ['bg', 'surface', 'raised', 'sunken']],
  ['field-line', ['bg', 'surface', 'raised']],
  ['red', ['surface', 'bg']],
  ['amber', ['surface', 'bg']],
];
const pairsOf = (list: typeof TEXT) => list.flatMap(([front, backs]) => backs.map((back) => [front, back] as const));

describe.each([
  ['light', tokensOf(':root')],
  ['dark', { ...tokensOf(':root'), ...tokensOf('[data-theme="dark"]') }],
])('in the %s theme', (_theme, tokens) => {
  it.each(pairsOf(TEXT))('%s can be read on %s (4.5:1)', (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairsOf(SHAPES))('%s can be made out as a shape on %s (3:1)', (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(3);
  });
});

it('the ratio is the one of the standard', () => {
  expect(contrast({ a: '#fff', b: '#000000' }, 'a', 'b')).toBeCloseTo(21, 5);
  expect(contrast({ a: '#767676', b: '#ffffff' }, 'a', 'b')).toBeCloseTo(4.54, 2);
});
