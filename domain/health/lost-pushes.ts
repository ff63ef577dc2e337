/** Of the orders of an hour, how many were found only by looking, though the platform should have told of them. */
export interface FoundShare {
  readonly found: number;
  readonly orders: number;
}

/** Of fewer orders no share is said: one lost push in a quiet hour is nothing to call people for. */
const LEAST_ORDERS = 20;

/**
 * Whether pushes are lost: more than this share of at least twenty orders was found by looking. Once they are, they are until no
 * more than half of that was, so that a share about the limit, or a night with few orders, does not ring again and again.
 */
export const losesPushes = ({ found, orders }: FoundShare, isLosing: boolean, percent: number): boolean =>
  isLosing ? found * 200 > orders * percent : orders >= LEAST_ORDERS && found * 100 > orders * percent;
