import type { Write } from '@/db/writes';
import type { PooledOrder } from '../pipeline/pooled-order';
import { closeMembers } from './close-members';

/** What a person releases once more, after its warehouse refused it, goes by itself and no longer with what it was merged with. */
export const releasedAgainWrite = ({ id }: PooledOrder): Write => ({
  text: (rows) =>
    closeMembers(`select r.order_id, 'system' as by_whom, 'released-again' as reason
      from jsonb_to_recordset(${rows}) r (order_id bigint)`),
  rows: [{ order_id: id }],
});
