/** From where on something that is connected, or an order's facts, is called wrong. */
export interface AlarmLimits {
  /** So many times the normal gap of the hour without a message is silence. */
  readonly silenceFactor: number;
  /** More of an hour's orders found only by looking: pushes are lost. */
  readonly foundPercent: number;
  /** More of the open orders in conflict are too many. */
  readonly conflictPercent: number;
}

/** What a person may choose. */
export const LIMIT_RANGES: Readonly<Record<keyof AlarmLimits, { readonly min: number; readonly max: number }>> = {
  silenceFactor: { min: 2, max: 10 },
  foundPercent: { min: 1, max: 50 },
  conflictPercent: { min: 1, max: 50 },
};
