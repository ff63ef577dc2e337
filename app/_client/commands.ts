'use client';
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { isComposing, type KeyPlace, keyNameOf, placeOf } from './keys';

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
  /** Runs again while its key is held down. */
  readonly doesRepeat?: boolean;
}

const registry = new Map<symbol, readonly Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];

/** Sets the commands of one owner; null takes them away. Of two that ask for the same key the later owner has it. */
export function setCommands(owner: symbol, commands: readonly Command[] | null): void {
  if (commands === null) registry.delete(owner);
  else registry.set(owner, commands);
  all = [...registry.values()].flat();
  for (const listener of listeners) listener();
}

/** Registers commands while the component is mounted; what can be seen on the page can be done by its keys. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useRef(Symbol('commands'));
  useLayoutEffect(() => setCommands(owner.current, commands), [commands]);
  useLayoutEffect(() => {
    const own = owner.current;
    return () => setCommands(own, null);
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

const mayRunAt = (command: Command, place: KeyPlace, name: string): boolean =>
  command.isEnabled !== false && (place !== 'field' || (command.worksInFields === true && name.startsWith('Ctrl+')));

const find = (keys: string, place: KeyPlace, name: string): Command | undefined =>
  all.findLast((command) => command.keys.includes(keys) && mayRunAt(command, place, name));

const beginsSequence = (name: string): boolean =>
  all.some((command) => command.keys.some((keys) => keys.startsWith(`${name} `)));

/** Presses that are never for commands: of an input method, in a dialog or menu, Enter and Space on what answers them. */
function isForSomebodyElse(event: KeyboardEvent, name: string, place: KeyPlace): boolean {
  if (event.defaultPrevented || isComposing(event) || place === 'overlay') return true;
  return place === 'control' && (name === 'Enter' || name === 'Space');
}

/** Handles one key press. A key that is held down runs only what may repeat, such as moving in a list. */
export function handleKey(event: KeyboardEvent): void {
  const name = keyNameOf(event);
  const place = placeOf(event.target);
  if (name === null || isForSomebodyElse(event, name, place)) return;
  const first = pending !== null && performance.now() - pending.atMs < SEQUENCE_MS ? pending.key : null;
  if (!event.repeat) pending = null;
  const command = (first !== null && find(`${first} ${name}`, place, name)) || find(name, place, name);
  if (command) {
    event.preventDefault();
    if (!event.repeat || command.doesRepeat) command.run();
  } else if (place !== 'field' && !event.repeat && beginsSequence(name)) {
    pending = { key: name, atMs: performance.now() };
  }
}
