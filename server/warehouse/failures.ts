/** What a warehouse has to be told before it can take an order. */
export type Lack = 'receiver' | 'lines';
const BEGIN = 'lacks-';

export const lackReason = (lack: Lack): string => `${BEGIN}${lack}`;

/** Whether an order did not reach its warehouse for a reason on our side: the other reasons are the warehouse's words. */
export const isOurFailure = (reason: string): boolean => /^(call-|link-off|lacks-|every try)/.test(reason);

/** SQL over warehouse_orders w: it was not given because something was not known of it, and not since. */
export const LACKING = `(w.state = 'failed' and w.reason like '${BEGIN}%'
  and not exists (select from warehouse_orders l where l.order_id = w.order_id and l.attempt > w.attempt))`;
