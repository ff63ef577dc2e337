import type { LocalText } from './fill-template';
import type { Occasion } from './occasion';
import type { ReplyState } from './reply-facts';

/** How a suggestion helps: says where things stand, says what the agent does next, or calms. */
export const STRATEGIES = ['status', 'action', 'soothing'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** A reply for questions x states. Its text may name facts as {variables}; it is offered only when all are known. */
export interface Template {
  readonly id: string;
  readonly occasions: readonly Occasion[];
  readonly states: readonly ReplyState[];
  readonly strategy: Strategy;
  /** The text says how things stand now, so it must not be offered when that knowledge is stale. */
  readonly claimsState: boolean;
  readonly label: LocalText;
  readonly body: string;
}

export const NOT_SHIPPED = ['in-review', 'picking', 'packing'] as const satisfies readonly ReplyState[];
export const SHIPPED = ['part-shipped', 'awaiting-collection', 'in-transit'] as const satisfies readonly ReplyState[];
/** Everything has left the warehouse; what is said of 'the parcel' is true of the whole order. */
export const ALL_SHIPPED = ['awaiting-collection', 'in-transit'] as const satisfies readonly ReplyState[];
export const OPEN_ORDER = ['unpaid', ...NOT_SHIPPED, ...SHIPPED] as const satisfies readonly ReplyState[];
export const ANY_ORDER = [...OPEN_ORDER, 'signed', 'cancelled'] as const satisfies readonly ReplyState[];

type Asked = Occasion | readonly Occasion[];
type In = ReplyState | readonly ReplyState[];

const make =
  (strategy: Strategy, claimsState: boolean) =>
  (id: string, occasions: Asked, states: In, zh: string, en: string, body: string): Template => ({
    id,
    occasions: typeof occasions === 'string' ? [occasions] : occasions,
    states: typeof states === 'string' ? [states] : states,
    strategy,
    claimsState,
    label: { 'zh-CN': zh, en },
    body,
  });

/** A template that says how things stand now. */
export const status = make('status', true);
/** A template that answers from what does not change. */
export const answer = make('status', false);
/** A template that says what the agent does next or needs from the customer. */
export const action = make('action', false);
/** A template that calms. */
export const soothing = make('soothing', false);
