/** Five-minute slots of an hour. */
const SLOTS_PER_HOUR = 12;
const SLOT_MINUTES = 5;
/** The trend is read from the last half hour. */
const FITTED_SLOTS = 6;
/** With fewer orders than this in the fitted slots a straight line says nothing. */
const ENOUGH_ORDERS = 30;

export interface RateForecast {
  /** Orders of the hour that ends an hour from now. */
  readonly inAnHour: number;
  /** Minutes until the sliding hour crosses the line; null when it is over it already, or does not within the hour. */
  readonly crossesInMinutes: number | null;
}

/** Least-squares line through equally spaced values; answers the value `ahead` steps after the last. */
function lineThrough(values: readonly number[]): (ahead: number) => number {
  const n = values.length;
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / n;
  const covariance = values.reduce((sum, value, x) => sum + (x - meanX) * (value - meanY), 0);
  const variance = values.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0);
  const slope = variance === 0 ? 0 : covariance / variance;
  return (ahead) => Math.max(0, meanY + slope * (n - 1 - meanX + ahead));
}

/**
 * Where the hourly order rate is heading, if the last half hour goes on in a straight line. `slots` are the orders of
 * complete five-minute slots, oldest first. Null without an hour of slots, or with too few orders to say anything.
 */
export function forecastRate(slots: readonly number[], lineOrders: number): RateForecast | null {
  if (slots.length < SLOTS_PER_HOUR) return null;
  const fitted = slots.slice(-FITTED_SLOTS);
  if (fitted.reduce((sum, orders) => sum + orders, 0) < ENOUGH_ORDERS) return null;
  const predict = lineThrough(fitted);
  const hour = slots.slice(-SLOTS_PER_HOUR);
  let rate = hour.reduce((sum, orders) => sum + orders, 0);
  let crossesInMinutes: number | null = null;
  const isOver = rate > lineOrders;
  for (let ahead = 1; ahead <= SLOTS_PER_HOUR; ahead++) {
    const before = rate;
    rate += predict(ahead) - (hour[ahead - 1] ?? 0);
    if (isOver || crossesInMinutes !== null || rate <= lineOrders) continue;
    const part = (lineOrders - before) / (rate - before);
    crossesInMinutes = Math.max(1, Math.round((ahead - 1 + part) * SLOT_MINUTES));
  }
  return { inAnHour: Math.round(rate), crossesInMinutes };
}
