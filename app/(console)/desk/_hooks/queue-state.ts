import { compareQueueRows } from '@/domain/desk/queue-order';
import type { QueueRow } from '@/domain/desk/task';
import type { QueueView } from '@/server/tasks/queue';

/** Whose queue it is. groupId null = every group. */
export interface Viewer {
  readonly view: QueueView;
  readonly userId: string;
  readonly groupId: string | null;
}

/** A row in its place. A row that left the view stays, struck through, until the list is tidied. */
export interface ShownRow {
  readonly row: QueueRow;
  readonly isGone: boolean;
  /** Number of live changes the list had seen when this row last changed; 0 = as it was loaded. */
  readonly touched: number;
}

export interface QueueState {
  readonly shown: readonly ShownRow[];
  /** Rows that belong to the view and wait behind the pill. */
  readonly held: readonly ShownRow[];
  /** Where the next page begins; null when everything is loaded. */
  readonly next: string | null;
  readonly isLoaded: boolean;
  /** Live changes seen so far. */
  readonly changes: number;
  /** Cards this page closed itself: what the feed still says of them on its way is old. */
  readonly finished: ReadonlySet<string>;
}

export interface QueuePage {
  readonly rows: readonly QueueRow[];
  readonly next: string | null;
}

export type QueueAction =
  | { readonly type: 'restarted' }
  /** The database is another one: nothing that is known holds. */
  | { readonly type: 'forgotten' }
  /** `since` = state.changes when the page was asked for: what changed later is newer than the page. */
  | { readonly type: 'loaded'; readonly page: QueuePage; readonly since: number }
  | { readonly type: 'extended'; readonly page: QueuePage }
  | { readonly type: 'changed'; readonly row: QueueRow; readonly viewer: Viewer; readonly focusedId: string | null }
  /** Deadlines of many cards were set anew. */
  | { readonly type: 'resorted'; readonly focusedId: string | null }
  | { readonly type: 'focused'; readonly taskId: string }
  | { readonly type: 'admitted'; readonly focusedId: string | null }
  | { readonly type: 'finished'; readonly taskId: string };

export const EMPTY_QUEUE: QueueState = {
  shown: [],
  held: [],
  next: null,
  isLoaded: false,
  changes: 0,
  finished: new Set(),
};

/** Whether a card belongs to the view now: the same question that the server asks in SQL. */
export function isInView(row: QueueRow, viewer: Viewer): boolean {
  if (row.state !== 'open' || (viewer.groupId !== null && row.groupId !== viewer.groupId)) return false;
  switch (viewer.view) {
    case 'mine':
      return row.seatId === viewer.userId;
    case 'unclaimed':
      return row.seatId === null;
    case 'intervene':
      return row.isOverdue || row.isInvestigated;
    case 'all':
      return true;
  }
}

const idOf = (entry: ShownRow): string => entry.row.taskId;
const inOrder = (a: ShownRow, b: ShownRow): number => compareQueueRows(a.row, b.row);
const hasLiveRow = (rows: readonly ShownRow[]): boolean => rows.some((entry) => !entry.isGone);

function inserted(shown: readonly ShownRow[], entry: ShownRow): readonly ShownRow[] {
  const at = shown.findIndex((other) => inOrder(entry, other) < 0);
  return at < 0 ? [...shown, entry] : [...shown.slice(0, at), entry, ...shown.slice(at)];
}

const replaced = (rows: readonly ShownRow[], entry: ShownRow): readonly ShownRow[] =>
  rows.map((other) => (idOf(other) === idOf(entry) ? entry : other));

const withoutFinished = (page: QueuePage, state: QueueState): QueuePage => ({
  ...page,
  rows: page.rows.filter((row) => !state.finished.has(row.taskId)),
});

/** A page read again: known rows are updated in place, missing ones struck, new ones held back. */
function reloaded(state: QueueState, page: QueuePage, since: number): QueueState {
  const fresh = new Map(page.rows.map((row) => [row.taskId, row]));
  const last = page.next === null ? undefined : page.rows.at(-1);
  const isCovered = (entry: ShownRow) => last === undefined || compareQueueRows(entry.row, last) <= 0;
  const isNewer = (entry: ShownRow) => entry.touched > since;
  const shown = state.shown.map((entry) => {
    const row = fresh.get(idOf(entry));
    if (row) return row.version < entry.row.version ? entry : { ...entry, row, isGone: false };
    return isNewer(entry) || !isCovered(entry) ? entry : { ...entry, isGone: true };
  });
  const known = new Set(shown.map(idOf));
  const held = state.held.filter((entry) => !fresh.has(idOf(entry)) && (isNewer(entry) || !isCovered(entry)));
  const added = page.rows
    .filter((row) => !known.has(row.taskId))
    .map((row) => ({ row, isGone: false, touched: state.changes }));
  const isDeeper = shown.some((entry) => !isCovered(entry));
  return { ...state, shown, held: [...held, ...added], next: isDeeper ? state.next : page.next };
}

function loaded(state: QueueState, page: QueuePage, since: number): QueueState {
  if (state.isLoaded && hasLiveRow(state.shown)) return reloaded(state, page, since);
  const later = new Map(
    [...state.shown, ...state.held].filter((entry) => entry.touched > since).map((e) => [idOf(e), e]),
  );
  const rows = page.rows.map((row) => {
    const known = later.get(row.taskId);
    later.delete(row.taskId);
    return known && known.row.version > row.version ? known : { row, isGone: false, touched: 0 };
  });
  const shown = [...rows, ...later.values()].filter((entry) => !entry.isGone).sort(inOrder);
  return { ...state, shown, held: [], next: page.next, isLoaded: true };
}

function extended(state: QueueState, page: QueuePage): QueueState {
  const known = new Set(state.shown.map(idOf));
  const added = page.rows.filter((row) => !known.has(row.taskId)).map((row) => ({ row, isGone: false, touched: 0 }));
  const ids = new Set(added.map(idOf));
  return {
    ...state,
    shown: [...state.shown, ...added],
    held: state.held.filter((entry) => !ids.has(idOf(entry))),
    next: page.next,
  };
}

function changed(before: QueueState, row: QueueRow, isIn: boolean, focusedId: string | null): QueueState {
  const state = { ...before, changes: before.changes + 1 };
  if (state.finished.has(row.taskId)) return state;
  const entry: ShownRow = { row, isGone: !isIn, touched: state.changes };
  const known = [...state.shown, ...state.held].find((other) => idOf(other) === row.taskId);
  if (known && known.row.version > row.version) return state;
  if (state.shown.some((other) => idOf(other) === row.taskId)) return { ...state, shown: replaced(state.shown, entry) };
  const held = state.held.filter((other) => idOf(other) !== row.taskId);
  if (!isIn) return { ...state, held };
  const last = state.shown.at(-1);
  const isBelowLoaded = state.next !== null && last !== undefined && inOrder(entry, last) > 0;
  if (row.taskId === focusedId || (state.isLoaded && !hasLiveRow(state.shown)))
    return { ...state, shown: inserted(state.shown, entry), held };
  return { ...state, held: isBelowLoaded ? held : [...held, entry] };
}

/** The one row that a person chose to open comes out from behind the pill; nothing else moves. */
function focused(state: QueueState, taskId: string): QueueState {
  const entry = state.held.find((other) => idOf(other) === taskId);
  if (!entry) return state;
  return { ...state, shown: inserted(state.shown, entry), held: state.held.filter((other) => other !== entry) };
}

/** Everything by its deadline again, but for the row in focus, which keeps its place. */
function resorted(state: QueueState, focusedId: string | null): QueueState {
  const at = state.shown.findIndex((entry) => idOf(entry) === focusedId);
  const sorted = state.shown.filter((_, index) => index !== at).sort(inOrder);
  const focusedRow = state.shown[at];
  return { ...state, shown: focusedRow ? sorted.toSpliced(at, 0, focusedRow) : sorted };
}

function admitted(state: QueueState, focusedId: string | null): QueueState {
  const staying = state.shown.filter((entry) => !entry.isGone || idOf(entry) === focusedId);
  return { ...state, shown: [...staying, ...state.held].sort(inOrder), held: [] };
}

function finished(state: QueueState, taskId: string): QueueState {
  return {
    ...state,
    shown: state.shown.filter((entry) => !entry.isGone && idOf(entry) !== taskId),
    held: state.held.filter((entry) => idOf(entry) !== taskId),
    finished: new Set([...state.finished, taskId]),
  };
}

/** The queue as it is shown: a live change never moves a row; what the person does, and new tiers for all, move rows. */
export function queueReducer(state: QueueState, action: QueueAction): QueueState {
  switch (action.type) {
    case 'restarted':
      return { ...EMPTY_QUEUE, finished: state.finished };
    case 'forgotten':
      return EMPTY_QUEUE;
    case 'loaded':
      return loaded(state, withoutFinished(action.page, state), action.since);
    case 'extended':
      return extended(state, withoutFinished(action.page, state));
    case 'changed':
      return changed(state, action.row, isInView(action.row, action.viewer), action.focusedId);
    case 'resorted':
      return resorted(state, action.focusedId);
    case 'focused':
      return focused(state, action.taskId);
    case 'admitted':
      return admitted(state, action.focusedId);
    case 'finished':
      return finished(state, action.taskId);
  }
}

/** Whether tidying would change anything that is shown: rows that left, or rows out of order. */
export const isUntidy = ({ shown }: QueueState): boolean =>
  shown.some((entry, index) => {
    const before = shown[index - 1];
    return entry.isGone || (before !== undefined && inOrder(before, entry) > 0);
  });

/** The card `step` places further among those still in the view; the nearest end when there is none, null when empty. */
export function stepFrom({ shown }: QueueState, taskId: string | null, step: 1 | -1): string | null {
  const index = shown.findIndex((entry) => idOf(entry) === taskId);
  const rest = step === 1 ? shown.slice(index + 1) : shown.slice(0, Math.max(index, 0)).reverse();
  const found = rest.find((entry) => !entry.isGone);
  if (found) return idOf(found);
  const current = shown[index];
  return current ? idOf(current) : (shown.find((entry) => !entry.isGone)?.row.taskId ?? null);
}

/** The card to turn to when one is finished: the next one down, else the first of the others. */
export function nextAfter({ shown }: QueueState, taskId: string): string | null {
  const index = shown.findIndex((entry) => idOf(entry) === taskId);
  const others = [...shown.slice(index + 1), ...shown.slice(0, Math.max(index, 0))];
  return others.find((entry) => !entry.isGone)?.row.taskId ?? null;
}
