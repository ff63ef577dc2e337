import type { Database, Sql } from '@/db/client';
import { audit } from '../audit';
import { announceHold } from './announce-hold';
import { KEPT_BY } from './list';

interface Releasing {
  readonly id: string;
  readonly shopId: string | null;
  readonly rate: number;
}

/** Held messages whose hold ended while a batch was setting them aside. */
const STRAYS_AT_ONCE = 1_000;

async function letGoOf(tx: Sql, { id, shopId, rate }: Releasing): Promise<void> {
  const gone = await tx.query(
    `with h as (select * from inbox_holds where id = $1 and ended_at is null),
     next as (select k.id from inbox_keys k, h where ${KEPT_BY} order by k.id limit $2 for update of k skip locked)
     update inbox_keys k set state = 0 from next where k.id = next.id returning 1`,
    [id, rate],
  );
  if (gone.length === 0) {
    const ended = await tx.query(
      `update inbox_holds h set ended_at = now() where id = $1 and ended_at is null and release_rate is not null
         and not exists (select 1 from inbox_keys k where ${KEPT_BY}) returning 1`,
      [id],
    );
    if (ended.length > 0)
      await audit(tx, { kind: 'system', job: 'let-go' }, 'holds.ended', shopId ?? '*', { holdId: id });
  }
  await announceHold(tx, id);
}

/**
 * Lets the messages of every hold that is being released go, of each as many as its rate says; meant to be called once a
 * second. Says whether there was one.
 */
export async function letGo(db: Database): Promise<boolean> {
  const releasing = await db.query<Releasing>(
    `select id, shop_id as "shopId", release_rate as rate from inbox_holds
     where ended_at is null and release_rate is not null order by id`,
  );
  for (const hold of releasing) await db.tx((tx) => letGoOf(tx, hold));
  await db.query(
    `update inbox_keys set state = 0 where id in (
       select k.id from inbox_keys k where k.state = 6 and not exists (
         select 1 from inbox_holds h where h.ended_at is null and coalesce(h.shop_id, k.shop_id) = k.shop_id)
       order by k.id limit ${STRAYS_AT_ONCE} for update of k skip locked)`,
  );
  return releasing.length > 0;
}
