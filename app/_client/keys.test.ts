import { describe, expect, it } from 'vitest';
import { keyNameOf, placeOf } from './keys';

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

it.each([
  ['j', {}, 'j'],
  ['?', { shiftKey: true }, '?'],
  ['?', {}, '?'],
  ['/', {}, '/'],
  ['J', {}, 'j'],
  [' ', {}, 'Space'],
  ['Enter', {}, 'Enter'],
  ['ArrowDown', {}, 'ArrowDown'],
  ['Enter', { ctrlKey: true }, 'Ctrl+Enter'],
  ['k', { ctrlKey: true }, 'Ctrl+K'],
  ['k', { metaKey: true }, 'Ctrl+K'],
])('the key %s with %o is written %s', (key, modifiers, name) => {
  expect(keyNameOf({ ...PLAIN, key, ...modifiers })).toBe(name);
});

it.each([
  ['a combination with Alt, which types signs on many keyboards', 'n', { altKey: true }],
  ['AltGr', 'e', { altKey: true, ctrlKey: true }],
  ['a capital letter', 'N', { shiftKey: true }],
  ['Shift with an arrow, which selects', 'ArrowDown', { shiftKey: true }],
  ['Ctrl with Shift, which is the browser’s', 'K', { ctrlKey: true, shiftKey: true }],
])('%s is never a command', (_what, key, modifiers) => {
  expect(keyNameOf({ ...PLAIN, key, ...modifiers })).toBeNull();
});

/** As much of an element as the question needs: its tag, its attributes, and which selectors its ancestors fit. */
const element = (
  tagName: string,
  within: readonly string[] = [],
  attributes: Readonly<Record<string, string>> = {},
) => ({
  tagName,
  isContentEditable: false,
  getAttribute: (name: string) => attributes[name] ?? null,
  closest: (selector: string) => (within.some((part) => selector.split(',').includes(part)) ? {} : null),
});
const place = (target: object) => placeOf(target as unknown as EventTarget);

describe('keys belong', () => {
  it.each([
    ['to the page, when nothing is focused', element('BODY'), 'page'],
    ['to the text field being typed in', element('INPUT', ['input']), 'field'],
    ['to a select, whose letters choose', element('SELECT'), 'field'],
    ['to a check box as to a control', element('INPUT', ['input'], { type: 'checkbox' }), 'control'],
    ['to a button', element('BUTTON', ['button']), 'control'],
    ['to a link', element('A', ['a[href]']), 'control'],
    ['to the dialog around a button', element('BUTTON', ['button', '[role="dialog"]']), 'overlay'],
    ['to the dialog around a field', element('INPUT', ['input', '[role="dialog"]']), 'overlay'],
  ])('%s', (_what, target, expected) => {
    expect(place(target)).toBe(expected);
  });

  it('to the page when the target is no element', () => {
    expect(placeOf(null)).toBe('page');
    expect(placeOf(new EventTarget())).toBe('page');
  });
});
