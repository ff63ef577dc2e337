/** Yuan sent as fen (or the reverse) is off by a factor of 100; discounts that were not stated blur it a little. */
export const isHundredfold = (a: number, b: number): boolean =>
  a > 0 && b > 0 && [(a * 100) / b, (b * 100) / a].some((ratio) => ratio > 0.8 && ratio < 1.25);
