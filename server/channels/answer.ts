import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { CallFailure } from './call-failure';
import { type FetchedOrder, ORDER_KEY, type OrderState, Unreadable } from './channel';
import { readJson, sortedJson } from './json';

const HASH_LENGTH = 16;

/** The JSON that a call was answered with, with all digits of its numbers. What is none says nothing about the order: 'unavailable'. */
export function readAnswer(call: string, bytes: Uint8Array): unknown {
  try {
    return readJson(bytes);
  } catch (error) {
    if (error instanceof Unreadable) throw new CallFailure('unavailable', { code: 'answer-not-read', call });
    throw error;
  }
}

/** The part of an answer that is needed. Throws CallFailure 'refused' naming the first field that is not there. */
export function checked<T>(schema: z.ZodType<T>, data: unknown, call: string): T {
  const read = schema.safeParse(data);
  if (!read.success)
    throw new CallFailure('refused', {
      code: 'answered-without',
      call,
      path: read.error.issues[0]?.path.join('.') || 'data',
    });
  return read.data;
}

/** An order in the form it is stored in: the same state always has the same bytes and the same key. */
export function storedForm(state: OrderState, order: unknown): FetchedOrder {
  const body = Buffer.from(sortedJson(order));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, HASH_LENGTH);
  return { ...state, key: `${ORDER_KEY}${state.orderNo}@${state.version}/${hash}`, body };
}
