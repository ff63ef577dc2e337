/** What a key press is judged by. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode' | 'target'
>;

/** Where the focus is: on the page, in a field, on a control that answers Enter and Space itself, or in a dialog or menu. */
export type KeyPlace = 'page' | 'field' | 'control' | 'overlay';

const FIELD = /^(INPUT|TEXTAREA|SELECT)$/;
const NO_TEXT = /^(button|checkbox|radio|submit|reset|range|color|file|image)$/;
const CONTROL = 'a[href],button,summary,input,[role="button"],[role="option"],[role="tab"]';
const OVERLAY = '[role="dialog"],[role="alertdialog"],[role="menu"]';

const isElement = (target: EventTarget | null): target is HTMLElement =>
  target !== null && 'tagName' in target && 'closest' in target;

/** Says what the focused element makes of keys. */
export function placeOf(target: EventTarget | null): KeyPlace {
  if (!isElement(target)) return 'page';
  if (target.closest(OVERLAY) !== null) return 'overlay';
  const isText = FIELD.test(target.tagName) && !NO_TEXT.test(target.getAttribute('type') ?? '');
  if (isText || target.isContentEditable) return 'field';
  return target.closest(CONTROL) === null ? 'page' : 'control';
}

/** Presses that belong to an input method, which is composing a character of them. */
export const isComposing = (press: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean =>
  press.isComposing || press.keyCode === 229;

/**
 * The key as commands write it: 'j', '?', 'Enter', 'Ctrl+K'. A sign is itself, never "Shift+/"; full-width signs of a Chinese
 * keyboard are their plain ones. Null for presses that are never commands: with Alt, and capital letters typed with Shift.
 */
export function keyNameOf(press: Pick<KeyPress, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string | null {
  if (press.altKey) return null;
  const key = press.key.length === 1 ? press.key.normalize('NFKC') : press.key;
  const isCtrl = press.ctrlKey || press.metaKey;
  if (press.shiftKey && (isCtrl || /^(?:\p{L}|[A-Z]\w+)$/u.test(key))) return null;
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  return isCtrl ? `Ctrl+${name.length === 1 ? name.toUpperCase() : name}` : name;
}
