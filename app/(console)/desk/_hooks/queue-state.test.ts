import { describe, expect, it } from 'vitest';
import type { QueueRow } from '@/domain/desk/task';
import {
  EMPTY_QUEUE,
  isUntidy,
  nextAfter,
  type QueueAction,
  type QueueState,
  queueReducer,
  stepFrom,
  type Viewer,
} from './queue-state';

const VIEWER: Viewer = { view: 'mine', userId: 'li', groupId: 'east' };

const aRow = (taskId: string, values: Partial<QueueRow> = {}): QueueRow => ({
  taskId,
  version: 1,
  kind: 'order',
  state: 'open',
  orderId: `o${taskId}`,
  orderNo: `TW${taskId}`,
  customerId: null,
  platform: 'taobao',
  shopName: '潮汐旗舰店',
  who: '林**',
  amountFen: 31_800,
  class: 'confirm',
  isUrgent: false,
  tierId: 'normal',
  reasons: [],
  openedAt: 0,
  warnAt: null,
  dueAt: Number(taskId) * 1_000,
  dueKind: 'class',
  isOverdue: false,
  isInvestigated: false,
  seatId: 'li',
  seatName: '李婷',
  groupId: 'east',
  unread: 0,
  conflicts: 0,
  lastMessageAt: null,
  ...values,
});

const play = (state: QueueState, ...actions: QueueAction[]) => actions.reduce(queueReducer, state);
const page = (ids: readonly string[], next: string | null = null, since = 0): QueueAction => ({
  type: 'loaded',
  page: { rows: ids.map((id) => aRow(id)), next },
  since,
});
const change = (row: QueueRow, more: { focusedId?: string; viewer?: Viewer } = {}): QueueAction => ({
  type: 'changed',
  row,
  viewer: more.viewer ?? VIEWER,
  focusedId: more.focusedId ?? null,
});
const admit = (focusedId: string | null = null): QueueAction => ({ type: 'admitted', focusedId });
const ids = (state: QueueState) =>
  state.shown.map((entry) => (entry.isGone ? `~${entry.row.taskId}` : entry.row.taskId));
const heldIds = (state: QueueState) => state.held.map((entry) => entry.row.taskId);

describe('a live change', () => {
  it('updates a row in place, even when its deadline would move it', () => {
    const state = play(EMPTY_QUEUE, page(['2', '4', '6']), change(aRow('6', { version: 2, dueAt: 1, unread: 3 })));
    expect(ids(state)).toEqual(['2', '4', '6']);
    expect(state.shown[2]?.row).toMatchObject({ unread: 3, dueAt: 1 });
    expect(isUntidy(state)).toBe(true);
  });

  it('that is older than what is shown is ignored', () => {
    const state = play(
      EMPTY_QUEUE,
      page(['2']),
      change(aRow('2', { version: 5, unread: 2 })),
      change(aRow('2', { version: 4 })),
    );
    expect(state.shown[0]?.row.unread).toBe(2);
  });

  it('holds a new row back behind the pill until it is admitted, and then puts it where its deadline says', () => {
    const held = play(EMPTY_QUEUE, page(['2', '6']), change(aRow('4')), change(aRow('1')));
    expect([ids(held), heldIds(held)]).toEqual([
      ['2', '6'],
      ['4', '1'],
    ]);
    const state = play(held, admit());
    expect([ids(state), heldIds(state)]).toEqual([['1', '2', '4', '6'], []]);
  });

  it('shows a new row at once when the list is empty', () => {
    expect(ids(play(EMPTY_QUEUE, page([]), change(aRow('3'))))).toEqual(['3']);
  });

  it('of a card that the person has just opened shows it at once in its place', () => {
    const state = play(EMPTY_QUEUE, page(['2', '6']), change(aRow('4'), { focusedId: '4' }));
    expect(ids(state)).toEqual(['2', '4', '6']);
  });

  it('strikes a row that left the view, which goes when the list is tidied', () => {
    const state = play(EMPTY_QUEUE, page(['2', '4', '6']), change(aRow('4', { version: 2, seatId: 'wang' })));
    expect(ids(state)).toEqual(['2', '~4', '6']);
    expect(ids(play(state, admit()))).toEqual(['2', '6']);
  });

  it('keeps the focused row through tidying although it left the view', () => {
    const state = play(EMPTY_QUEUE, page(['2', '4']), change(aRow('4', { version: 2, state: 'closed' })), admit('4'));
    expect(ids(state)).toEqual(['2', '~4']);
  });

  it('brings a struck row back when the card comes back', () => {
    const left = change(aRow('4', { version: 2, seatId: 'wang' }));
    expect(ids(play(EMPTY_QUEUE, page(['4']), left, change(aRow('4', { version: 3 }))))).toEqual(['4']);
  });

  it('shows what a restored database says, although the page knew newer versions and had closed a card itself', () => {
    const known = play(EMPTY_QUEUE, page(['2', '4', '6']), change(aRow('4', { version: 7, state: 'closed' })), {
      type: 'finished',
      taskId: '6',
    });
    expect(ids(play(known, { type: 'forgotten' }, page(['2', '4', '6'])))).toEqual(['2', '4', '6']);
  });

  it('takes a held row away that left the view before it was admitted', () => {
    const state = play(EMPTY_QUEUE, page(['2']), change(aRow('4')), change(aRow('4', { version: 2, state: 'closed' })));
    expect(heldIds(state)).toEqual([]);
  });

  it('of a row further down than the loaded pages waits for its page', () => {
    const state = play(EMPTY_QUEUE, page(['2', '4'], '4000.4'), change(aRow('9')));
    expect([ids(state), heldIds(state)]).toEqual([['2', '4'], []]);
    const more: QueueAction = { type: 'extended', page: { rows: [aRow('5'), aRow('9')], next: null } };
    expect(ids(play(state, more))).toEqual(['2', '4', '5', '9']);
  });

  it.each([
    ['mine', aRow('4', { seatId: 'wang' }), false],
    ['unclaimed', aRow('4', { seatId: null }), true],
    ['unclaimed', aRow('4'), false],
    ['intervene', aRow('4', { isOverdue: true }), true],
    ['intervene', aRow('4', { isInvestigated: true, seatId: 'wang' }), true],
    ['intervene', aRow('4'), false],
    ['all', aRow('4', { seatId: 'wang' }), true],
    ['all', aRow('4', { groupId: 'west' }), false],
  ] as const)('is measured against the view %s', (view, row, isHeld) => {
    const state = play(EMPTY_QUEUE, page(['2']), change(row, { viewer: { ...VIEWER, view } }));
    expect(heldIds(state)).toEqual(isHeld ? ['4'] : []);
  });
});

describe('reading the list again', () => {
  it('strikes what is missing, updates what is there and holds back what is new', () => {
    const state = play(EMPTY_QUEUE, page(['2', '4', '6']), page(['2', '5', '6']));
    expect([ids(state), heldIds(state)]).toEqual([['2', '~4', '6'], ['5']]);
  });

  it('does not undo changes that came while the page was on its way', () => {
    const before = play(EMPTY_QUEUE, page(['2', '4']));
    const during = play(before, change(aRow('4', { version: 9, unread: 7 })), change(aRow('1')), admit());
    const after = play(during, page(['2', '4'], null, before.changes));
    expect(ids(after)).toEqual(['1', '2', '4']);
    expect(after.shown[2]?.row.unread).toBe(7);
  });

  it('leaves rows below the page that was read alone', () => {
    const deep = play(EMPTY_QUEUE, page(['2', '4'], '4000.4'), {
      type: 'extended',
      page: { rows: [aRow('7')], next: null },
    });
    expect(ids(play(deep, page(['2', '4'], '4000.4')))).toEqual(['2', '4', '7']);
  });
});

describe('what the person does', () => {
  it('closing a card takes it away at once, and late news of it does not bring it back', () => {
    const done = play(
      EMPTY_QUEUE,
      page(['2', '4']),
      { type: 'finished', taskId: '2' },
      change(aRow('2', { version: 2 })),
    );
    expect([ids(done), heldIds(done)]).toEqual([['4'], []]);
    expect(ids(play(done, page(['2', '4'])))).toEqual(['4']);
  });

  it('opening a held card takes only that one out from behind the pill', () => {
    const held = play(EMPTY_QUEUE, page(['2', '6']), change(aRow('4')), change(aRow('1')));
    const state = play(held, { type: 'focused', taskId: '4' });
    expect([ids(state), heldIds(state)]).toEqual([['2', '4', '6'], ['1']]);
  });

  it('moving skips struck rows and stops at the ends', () => {
    const state = play(EMPTY_QUEUE, page(['2', '4', '6']), change(aRow('4', { version: 2, state: 'closed' })));
    expect(stepFrom(state, '2', 1)).toBe('6');
    expect(stepFrom(state, '6', 1)).toBe('6');
    expect(stepFrom(state, '6', -1)).toBe('2');
    expect(stepFrom(state, null, 1)).toBe('2');
    expect(stepFrom(EMPTY_QUEUE, '2', 1)).toBeNull();
  });

  it('the next card after a finished one is the one below, else the first of the others', () => {
    const state = play(EMPTY_QUEUE, page(['2', '4', '6']));
    expect([nextAfter(state, '4'), nextAfter(state, '6'), nextAfter(play(EMPTY_QUEUE, page(['2'])), '2')]).toEqual([
      '6',
      '2',
      null,
    ]);
  });

  it('another view starts from nothing', () => {
    expect(play(EMPTY_QUEUE, page(['2']), { type: 'restarted' })).toMatchObject({
      shown: [],
      held: [],
      isLoaded: false,
    });
  });
});

describe('new tiers for all cards', () => {
  it('sort the list by the new deadlines, except for the row in focus, and let nothing out from behind the pill', () => {
    const state = play(
      EMPTY_QUEUE,
      page(['1', '2', '3', '4']),
      change(aRow('9')),
      change(aRow('4', { version: 2, dueAt: 500 })),
      change(aRow('2', { version: 2, dueAt: 9_000 })),
      { type: 'resorted', focusedId: '2' },
    );
    expect(ids(state)).toEqual(['4', '2', '1', '3']);
    expect(state.held.map((entry) => entry.row.taskId)).toEqual(['9']);
    expect(ids(play(state, { type: 'resorted', focusedId: null }))).toEqual(['4', '1', '3', '2']);
  });
});
