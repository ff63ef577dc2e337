import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Command, handleKey, setCommands } from './commands';

const owner = Symbol('test');
let ran: string[];
const command = (id: string, keys: readonly string[], more: Partial<Command> = {}): Command => ({
  ...{ id, title: id, keys, group: 'test', run: () => ran.push(id) },
  ...more,
});

interface Press {
  readonly key: string;
  readonly target?: object;
  readonly ctrlKey?: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
  readonly repeat?: boolean;
}
const press = (given: Press | string) => {
  const { key, ...more } = typeof given === 'string' ? { key: given } : given;
  let isPrevented = false;
  const event = {
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, keyCode: 0 },
    ...{ target: null, repeat: false, defaultPrevented: false, ...more },
    preventDefault: () => {
      isPrevented = true;
    },
  };
  handleKey(event as unknown as KeyboardEvent);
  return isPrevented;
};
const focused = (tagName: string, within: readonly string[]) => ({
  ...{ tagName, isContentEditable: false, getAttribute: () => null },
  closest: (selector: string) => (within.some((part) => selector.split(',').includes(part)) ? {} : null),
});
const field = focused('TEXTAREA', []);
const button = focused('BUTTON', ['button']);
const inDialog = focused('BUTTON', ['button', '[role="dialog"]']);

beforeEach(() => {
  ran = [];
  setCommands(owner, [
    command('next', ['n']),
    command('down', ['j', 'ArrowDown'], { doesRepeat: true }),
    command('open', ['Enter']),
    command('send', ['Ctrl+Enter'], { worksInFields: true }),
    command('plain', ['Ctrl+B']),
    command('off', ['x'], { isEnabled: false }),
    command('desk', ['g d']),
  ]);
});
afterEach(() => setCommands(owner, null));

it('a key runs its command and nothing else happens with it', () => {
  expect(press('n')).toBe(true);
  expect(press('z')).toBe(false);
  expect(ran).toEqual(['next']);
});

describe('while typing', () => {
  it('single keys are letters', () => {
    expect(press({ key: 'n', target: field })).toBe(false);
    expect(ran).toEqual([]);
  });

  it('only combinations that say so run', () => {
    press({ key: 'Enter', ctrlKey: true, target: field });
    press({ key: 'b', ctrlKey: true, target: field });
    expect(ran).toEqual(['send']);
  });

  it('keys that an input method is composing with are left to it', () => {
    press({ key: 'n', isComposing: true });
    press({ key: 'Process', keyCode: 229 });
    press({ key: 'Enter', ctrlKey: true, target: field, isComposing: true });
    expect(ran).toEqual([]);
  });
});

it('Enter on a focused button presses that button, while letters still are commands', () => {
  expect(press({ key: 'Enter', target: button })).toBe(false);
  press({ key: 'n', target: button });
  expect(ran).toEqual(['next']);
});

it('a dialog keeps its keys to itself', () => {
  press({ key: 'n', target: inDialog });
  press({ key: 'Enter', ctrlKey: true, target: inDialog });
  expect(ran).toEqual([]);
});

it('a key held down repeats moves, never actions', () => {
  press('n');
  press({ key: 'n', repeat: true });
  press('j');
  press({ key: 'j', repeat: true });
  expect(ran).toEqual(['next', 'down', 'down']);
});

it('a command that is not possible now leaves its key alone', () => {
  expect(press('x')).toBe(false);
  expect(ran).toEqual([]);
});

describe('two keys one after the other', () => {
  it('run their command', () => {
    press('g');
    press('d');
    expect(ran).toEqual(['desk']);
  });

  it('are forgotten when another key comes between', () => {
    press('g');
    press('z');
    press('d');
    expect(ran).toEqual([]);
  });

  it('do not begin in a field', () => {
    press({ key: 'g', target: field });
    press('d');
    expect(ran).toEqual([]);
  });
});

it('of two owners of a key the later has it, until it goes', () => {
  const later = Symbol('later');
  setCommands(later, [command('other', ['n'])]);
  press('n');
  setCommands(later, null);
  press('n');
  expect(ran).toEqual(['other', 'next']);
});
