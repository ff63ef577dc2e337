/** Of the orders of an hour, how many were found only by looking, though the platform should have told of them. */
export interface FoundShare {
  readonly found: number;
  readonly orders: number;
}

/** Of fewer orders no share is said: one lost push in a quiet hour is nothing to call people for. */
const LEAST_ORDERS = 20;
/** One in so many orders may be found by looking. */
const ONE_IN = 10;

/**
 * Whether pushes are lost: more than a tenth of at least twenty orders was found by looking. Once they are, they are until no
 * more than half of that was, so that a share about the limit, or a night with few orders, does not ring again and again.
 */
export const losesPushes = ({ found, orders }: FoundShare, isLosing: boolean): boolean =>
  isLosing ? found * 2 * ONE_IN > orders : orders >= LEAST_ORDERS && found * ONE_IN > orders;
