import { TODAY } from '@/server/seats/day-figures';

/**
 * The sets of cards the board counts, as SQL over tasks t: each figure and the list behind it are made from the same line.
 * open/overdue/golden/unclaimed: open cards, overdue ones, those overdue for less than ten minutes, those on no seat.
 * breached: overdue in the past 24 hours and long enough ago to be judged; told: answered within ten minutes of that.
 * measured: opened in the past hour by a push or message. done: closed today.
 */
const OPEN = "t.state = 'open'";
const BREACHED = "t.overdue_at > now() - interval '24 hours' and t.overdue_at < now() - interval '10 minutes'";
const TOLD = `exists (select 1 from interactions i where i.direction = 'out'
  and i.at between t.overdue_at and t.overdue_at + interval '10 minutes'
  and (i.order_id = t.order_id or i.customer_id = t.customer_id))`;

export const CARD_LISTS = [
  'open',
  'overdue',
  'golden',
  'unclaimed',
  'breached',
  'told',
  'untold',
  'measured',
  'done',
] as const;
export type CardList = (typeof CARD_LISTS)[number];

export const CARDS_IN: Readonly<Record<CardList, string>> = {
  open: OPEN,
  overdue: `${OPEN} and t.is_overdue`,
  golden: `${OPEN} and t.is_overdue and t.due_at > now() - interval '10 minutes'`,
  unclaimed: `${OPEN} and t.seat_id is null`,
  breached: BREACHED,
  told: `${BREACHED} and ${TOLD}`,
  untold: `${BREACHED} and not ${TOLD}`,
  measured: "t.opened_at > now() - interval '1 hour' and t.detect_ms is not null",
  done: `t.state = 'closed' and t.closed_at >= ${TODAY}`,
};

/** Whole microseconds, so that a page begins exactly where the one before ended. */
const DUE_US = 'floor(extract(epoch from t.due_at) * 1000000)';
const ms = (column: string) => `floor(extract(epoch from ${column}) * 1000)`;

/** The lists whose order is that of the deadline. */
export const BY_DUE: ReadonlySet<CardList> = new Set(['open', 'overdue', 'golden']);

/** What each list is ordered by, as a whole number: the most pressing first. */
export const CARD_RANK: Readonly<Record<CardList, string>> = {
  open: DUE_US,
  overdue: DUE_US,
  golden: DUE_US,
  unclaimed: ms('t.opened_at'),
  breached: `-${ms('t.overdue_at')}`,
  told: `-${ms('t.overdue_at')}`,
  untold: `-${ms('t.overdue_at')}`,
  measured: '-t.detect_ms',
  done: `-${ms('t.closed_at')}`,
};
