import { createHash } from 'node:crypto';
import { isSure, mergeKeyOf } from '@/domain/merge/merge-key';
import { whyAlone } from '@/domain/merge/why-alone';
import type { PooledOrder } from '../pipeline/pooled-order';

export interface MergeWords {
  readonly merge_key: string;
  readonly is_merge_sure: boolean;
}

/** Only a digest of buyer and address is kept beside an order. */
function wordsOf(order: PooledOrder): MergeWords | null {
  const key = mergeKeyOf(order);
  if (key === null) return null;
  return { merge_key: createHash('sha256').update(key.text).digest('base64url'), is_merge_sure: isSure(key) };
}

/** Under what a released order waits for others of its buyer; null: it waits for none. */
export const mergeWordsOf = (order: PooledOrder): MergeWords | null =>
  order.isUrgent || whyAlone(order, true) !== null ? null : wordsOf(order);

/** The same of any order that others may yet go with, also one that is held, or leaves at once; null: of no other. */
export function openWordsOf(order: PooledOrder): MergeWords | null {
  const isOpen = order.review === 'held' || order.review === 'released';
  return isOpen && whyAlone({ ...order, review: 'released' }, true) === null ? wordsOf(order) : null;
}
