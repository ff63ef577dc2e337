'use client';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Something a person can do by key, palette, menu or button: one entry feeds them all. */
export interface Command {
  readonly id: string;
  /** Ready text of the command in the page's language. */
  readonly title: string;
  /** Keys as shown: 'j', 'Ctrl+Enter', 'g d' (one after the other), '?'. The first is shown on buttons. */
  readonly keys: readonly string[];
  /** Heading it stands under in the palette and the key sheet. */
  readonly group: string;
  readonly run: () => void;
  readonly isEnabled?: boolean;
  /** Also while typing in a field (only for combinations with Ctrl). */
  readonly worksInFields?: boolean;
}

const registry = new Map<symbol, readonly Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];

function changed(): void {
  all = [...registry.values()].flat();
  for (const listener of listeners) listener();
}

/** Registers commands while the component is mounted. */
export function useCommands(commands: readonly Command[]): void {
  const key = useRef(Symbol('commands'));
  useEffect(() => {
    registry.set(key.current, commands);
    changed();
  }, [commands]);
  useEffect(() => {
    const own = key.current;
    return () => {
      registry.delete(own);
      changed();
    };
  }, []);
}

const NONE: readonly Command[] = [];
/** All commands of the page as it stands, for palette and key sheet. */
export const useAllCommands = (): readonly Command[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
    () => NONE,
  );

const SEQUENCE_MS = 1_000;
let pending: { readonly key: string; readonly atMs: number } | null = null;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Keys pressed, as commands write them. A letter with Shift is its sign ("?"), never "Shift+/". */
export function keyNameOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string | null {
  if (event.altKey) return null;
  const name = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `Ctrl+${name.length === 1 ? name.toUpperCase() : name}` : name;
}

function find(name: string, isTyping: boolean): Command | undefined {
  const isOpen = (command: Command) =>
    command.isEnabled !== false && (!isTyping || (command.worksInFields === true && name.startsWith('Ctrl+')));
  return all.findLast((command) => isOpen(command) && command.keys.includes(name));
}

/** Handles one key press; input methods that are composing get theirs untouched. Exported for the shell's listener. */
export function handleKey(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const name = keyNameOf(event);
  if (name === null) return;
  const isTyping = isField(event.target);
  const first = pending !== null && performance.now() - pending.atMs < SEQUENCE_MS ? pending.key : null;
  pending = null;
  const command = (first !== null && find(`${first} ${name}`, isTyping)) || find(name, isTyping);
  if (command) {
    event.preventDefault();
    command.run();
  } else if (!isTyping && all.some(({ keys }) => keys.some((keyName) => keyName.startsWith(`${name} `)))) {
    pending = { key: name, atMs: performance.now() };
  }
}
