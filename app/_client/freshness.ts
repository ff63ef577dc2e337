/**
 * connecting: the page has just opened; live: what it shows is current; reconnecting: the socket is down or has not yet
 * told what was missed; stalled: nothing has come for a while.
 */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'stalled';

export interface Freshness {
  readonly status: LiveStatus;
  /** Age of the newest state known to be complete, by the server's clock; null before the first answer. */
  readonly ageMs: number | null;
  /** Server time up to which the page is complete. */
  readonly asOf: number | null;
  /** How long the oldest order that came in has waited to be judged; 0 while none does. */
  readonly intakeLagMs: number;
}

/** The server beats every two seconds; six beats missed are a stall, noticed within 15 s. */
export const STALLED_AFTER_MS = 12_000;

export interface LiveFacts {
  /** The socket is connected and has been told everything it missed. */
  readonly isCaughtUp: boolean;
  readonly ageMs: number | null;
  readonly openForMs: number;
}

/** Says how far the page can be trusted. A page that never got through counts as stalled too, so that it polls. */
export function statusOf({ isCaughtUp, ageMs, openForMs }: LiveFacts): LiveStatus {
  if (ageMs === null) return openForMs > STALLED_AFTER_MS ? 'stalled' : 'connecting';
  if (!isCaughtUp) return 'reconnecting';
  return ageMs > STALLED_AFTER_MS ? 'stalled' : 'live';
}
