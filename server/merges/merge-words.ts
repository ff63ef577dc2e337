import { createHash } from 'node:crypto';
import { isSure, mergeKeyOf } from '@/domain/merge/merge-key';
import { whyAlone } from '@/domain/merge/why-alone';
import type { PooledOrder } from '../pipeline/pooled-order';

export interface MergeWords {
  readonly merge_key: string;
  readonly is_merge_sure: boolean;
}

/** Under what a released order waits for others of its buyer; null: it waits for none. Only a digest is kept beside it. */
export function mergeWordsOf(order: PooledOrder): MergeWords | null {
  if (order.isUrgent || whyAlone(order, true) !== null) return null;
  const key = mergeKeyOf(order);
  if (key === null) return null;
  return { merge_key: createHash('sha256').update(key.text).digest('base64url'), is_merge_sure: isSure(key) };
}
