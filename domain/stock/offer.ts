import type { Lock, LockState } from './ledger';

/** How much of what is free a shop offers. */
export interface OfferRule {
  /** Never offered: so many pieces, or this share of what is free, whichever is more. */
  readonly bufferPieces: number;
  readonly bufferBp: number;
  /** Of the rest, what this shop may offer. */
  readonly shareBp: number;
}

/** One part of an article: how many pieces of its SKU no order holds, and how many one article takes. */
export interface OfferPart {
  readonly free: number;
  readonly quantity: number;
  readonly isCounted: boolean;
}

const WHOLE_BP = 10_000;

/** How many of an article its shop offers, never below zero; null where nobody knows how many pieces there are. */
export function offerOf(parts: readonly OfferPart[], { bufferPieces, bufferBp, shareBp }: OfferRule): number | null {
  if (parts.length === 0 || parts.some(({ isCounted }) => !isCounted)) return null;
  return Math.min(
    ...parts.map(({ free, quantity }) => {
      const buffer = Math.max(bufferPieces, Math.ceil((free * bufferBp) / WHOLE_BP));
      return Math.floor((Math.max(0, free - buffer) * shareBp) / (WHOLE_BP * quantity));
    }),
  );
}

/** What a platform is told: a whole number, or by how much what it offers changes. */
export interface OfferWrite {
  readonly pieces: number;
  readonly isChange: boolean;
}

/**
 * What has to be written so that the platform offers `offer`; null for nothing. A difference leaves alone what buyers are just
 * taking, a whole number would offer it again: it is written only where it is not known what the platform offers.
 */
export function offerWriteOf(shown: number | null, offer: number, mayWriteChanges: boolean): OfferWrite | null {
  if (shown === offer) return null;
  return shown === null || !mayWriteChanges
    ? { pieces: offer, isChange: false }
    : { pieces: offer - shown, isChange: true };
}

const TAKING: ReadonlySet<LockState> = new Set<LockState>(['reserved', 'short', 'uncounted', 'shipped']);
const isTaken = (locks: readonly Lock[]): boolean => locks.some(({ state }) => TAKING.has(state));

/**
 * Whether an order has begun to take its articles out of what its platform offers (1), has given them back (-1), or neither: the
 * platform counts down by itself, whether or not we have the pieces.
 */
export function takingChange(before: readonly Lock[], changed: readonly Lock[]): number {
  const now = new Map(changed.map((lock) => [lock.sku, lock]));
  const after = [...before.filter(({ sku }) => !now.has(sku)), ...changed];
  return Number(isTaken(after)) - Number(isTaken(before));
}
