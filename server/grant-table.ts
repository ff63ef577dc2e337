import { DAY_MS, HOUR_MS } from '@/domain/clocks/instant';
import type { Action } from './can-table';
import type { Role } from './context';

/** A right that can be lent for a time: what its holder may do in one group, and who may hold it. */
interface GrantableRight {
  readonly actions: readonly Action[];
  readonly holders: readonly Role[];
}

const WATCH = [
  'tasks.queue',
  'tasks.counts',
  'tasks.open',
  'replies.suggest',
  'interactions.recent',
  'seats.list',
  'orders.get',
  'orders.cards',
  'orders.buyer',
  'orders.log',
  'orders.list',
  'orders.search',
] as const satisfies readonly Action[];
const BOARD = ['board.summary', 'board.cards'] as const satisfies readonly Action[];
const WORK = [
  'tasks.takeNext',
  'tasks.claim',
  'tasks.takeOver',
  'replies.saveDraft',
  'customers.bind',
] as const satisfies readonly Action[];
const LEAD = [
  'tasks.assign',
  'tasks.dispose',
  'replies.send',
  'replies.markSentOutside',
] as const satisfies readonly Action[];

/** Everything that can be lent. What is not here stays with the roles of the permission table. */
export const RIGHTS = {
  'watch-group': { actions: [...WATCH, ...BOARD], holders: ['agent', 'supervisor'] },
  'work-group': { actions: [...WATCH, ...WORK], holders: ['agent', 'supervisor'] },
  'lead-group': { actions: [...WATCH, ...BOARD, ...WORK, ...LEAD], holders: ['agent', 'supervisor'] },
} as const satisfies Readonly<Record<string, GrantableRight>>;

export type RightId = keyof typeof RIGHTS;
/** In the order in which they are offered, the narrowest first. */
export const RIGHT_IDS = ['watch-group', 'work-group', 'lead-group'] as const satisfies readonly RightId[];

/** How long somebody of a role may lend a right for: a manager for a shift, an admin for a month, others not at all. */
export const LONGEST_GRANT_MS: Readonly<Record<Role, number>> = {
  agent: 0,
  supervisor: 0,
  manager: 12 * HOUR_MS,
  admin: 30 * DAY_MS,
};

export const isRight = (id: string): id is RightId => Object.hasOwn(RIGHTS, id);

/** Whether a lent right covers an action. */
export const includesAction = (right: RightId, action: Action): boolean =>
  (RIGHTS[right].actions as readonly Action[]).includes(action);
