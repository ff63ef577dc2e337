import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import { KeyringError } from '../privacy/keyring';
import { letterRef } from './filter';
import { assertCanLetter, type Letter, loadLetter, openLetter } from './letter';
import { type BodyDifference, type BodyLine, differencesOf, maskBody } from './mask-body';
import { type NamedOrder, ordersOf } from './orders-of';

export const getLetterInput = z.strictObject({ ref: letterRef });

export interface LetterDetail {
  readonly ref: string;
  readonly receivedAt: Instant;
  /** Why no body can be shown; null: there is one. */
  readonly whyNoBody: 'none' | 'removed' | 'cannot-open' | null;
  readonly bytes: number;
  /** The body with personal values kept back; null where it is neither JSON nor XML. */
  readonly lines: readonly BodyLine[] | null;
  /** Of a conflict: where it differs from the body that came first; null where that cannot be told. */
  readonly differences: readonly BodyDifference[] | null;
  /** The orders of the pool that it speaks of, as far as it can be read. */
  readonly orders: readonly NamedOrder[];
}

function opened(ctx: Context<UserActor>, letter: Letter) {
  try {
    return openLetter(ctx.keyring, letter);
  } catch (error) {
    if (error instanceof KeyringError) return null;
    throw error;
  }
}

/** One letter with its body, personal values kept back. Throws notFound where it is not aside any more. */
export async function getLetter(
  ctx: Context<UserActor>,
  { ref }: z.infer<typeof getLetterInput>,
): Promise<LetterDetail> {
  const letter = await loadLetter(ctx.db, ref);
  assertCanLetter(ctx.actor, 'deadLetters.get', letter);
  const { receivedAt } = letter;
  const bodies = opened(ctx, letter);
  const orders = await ordersOf(ctx.db, ref, letter, bodies?.first ?? bodies?.body ?? null);
  const nothing = { ref, receivedAt, bytes: 0, lines: null, differences: null, orders };
  if (ref.startsWith('f')) return { ...nothing, whyNoBody: 'none' };
  if (bodies === null) return { ...nothing, whyNoBody: 'cannot-open' };
  const { body, first } = bodies;
  if (body === null) return { ...nothing, whyNoBody: 'removed' };
  return {
    ...{ ref, receivedAt, whyNoBody: null, bytes: body.length, lines: maskBody(body), orders },
    differences: first === null ? null : differencesOf(first, body),
  };
}
