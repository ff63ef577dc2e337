import { createHash } from 'node:crypto';
import * as z from 'zod';
import { writeTogether } from '@/db/writes';
import { CONFLICT_KINDS, type ConflictSide, TAKEN_FIELD } from '@/domain/order/conflicts';
import { everySaid, type FactMap } from '@/domain/order/merge-events';
import { FACT_SOURCES, type OrderEvent } from '@/domain/order/order';
import { audit } from '../audit';
import { assertCan } from '../can';
import type { Context, UserActor } from '../context';
import { conflict, invalid, notFound } from '../errors';
import { KNOWN_ORDER, type KnownOrder } from '../facts/known-order';
import { publish } from '../live/publish';
import { foldStatements } from '../pipeline/fold-statements';
import { ACTIVE_VERSION, createRuleSetCache } from '../rules/active';
import { refreshCards } from '../tasks/refresh-cards';
import { conflictEntry } from './note-conflicts';

export const takeSideInput = z.strictObject({
  orderId: z.string().regex(/^\d{1,19}$/),
  kind: z.enum(CONFLICT_KINDS),
  /** As it was shown: what was said meanwhile is not decided on unseen. */
  version: z.number().int().positive(),
  source: z.enum(FACT_SOURCES),
  reason: z.string().trim().min(2).max(200),
});

interface Row extends KnownOrder {
  readonly sides: readonly ConflictSide[] | null;
  readonly version: number;
  readonly isOpen: boolean;
  readonly facts: FactMap;
}

const rules = createRuleSetCache();

/** A person's word about one field, with what the sources said by then: it counts until one of them says something else. */
function wordOf(row: Row, field: 'paidFen' | 'trackingNo', value: unknown, at: number): OrderEvent {
  const stamped = row.facts[field];
  const heard = [...new Set([...(stamped ? everySaid<unknown>(stamped).map((one) => one.value) : []), value])];
  return {
    ...{ shopId: row.shopId, orderNo: row.orderNo, kind: 'conflict.taken', source: 'person', at, heard, cleaning: [] },
    bodyHash: createHash('sha256').update(`${row.orderId} ${field} ${at}`).digest('hex'),
    fields: { [field]: value },
  };
}

/**
 * A person says which source is right. The conflict is closed until a side says something else; where it is about an amount
 * or a parcel, that side's value is what counts from now on. Throws notFound, invalid, and conflict when it was settled or has
 * changed meanwhile.
 */
export async function takeSide(ctx: Context<UserActor>, input: z.infer<typeof takeSideInput>): Promise<void> {
  const { orderId, kind, source, reason } = input;
  await ctx.db.tx(async (tx) => {
    const [row] = await tx.query<Row>(
      `select ${KNOWN_ORDER}, o.facts, x.sides, x.version, x.closed_at is null as "isOpen"
       from orders o left join order_conflicts x on x.order_id = o.id and x.kind = $2
       where o.id = $1::bigint for no key update of o`,
      [orderId, kind],
    );
    if (!row) throw notFound('order');
    assertCan(ctx.actor, 'conflicts.take', { groupId: row.groupId }, 'order');
    if (row.sides === null) throw conflict('there is no such conflict', { why: 'changed' });
    if (!row.isOpen || row.version !== input.version) throw conflict('it is not as it was shown', { why: 'changed' });
    const side = row.sides.find((one) => one.source === source);
    if (!side) throw invalid('this source is not in the conflict', { field: 'source' });
    const [settled] = await tx.query<{ version: number; now: number }>(
      `update order_conflicts set closed_at = now(), closed_by = $3, taken_source = $4, taken_reason = $5, version = version + 1
       where order_id = $1::bigint and kind = $2 returning version, clock_timestamp() as now`,
      [orderId, kind, ctx.actor.userId, source, reason],
    );
    if (!settled) throw new Error('a conflict vanished under its lock');
    await audit(tx, ctx.actor, 'conflicts.take', orderId, { kind, source, reason, sides: row.sides });
    await tx.query(
      `insert into order_log (order_id, actor, action, detail) values ($1::bigint, $2, 'conflict.taken', $3)`,
      [orderId, ctx.actor.userId, JSON.stringify({ kind, source, reason })],
    );
    const field = TAKEN_FIELD[kind];
    if (field !== null && side.value !== null) {
      const [active] = await tx.query<{ version: number | null }>(`select ${ACTIVE_VERSION} as version`);
      const { platform, groupId } = row;
      const event = wordOf(row, field, side.value, settled.now);
      // A person's word came with no message; its id is one that no message has.
      const [line] = await tx.query<{ id: string }>(
        `select nextval(pg_get_serial_sequence('inbox_keys', 'id'))::text as id`,
      );
      const statement = { inboxId: line?.id ?? '0', event, receivedAt: settled.now, platform, groupId };
      const compiled = await rules.compiled(tx, active?.version ?? null);
      const { writes } = await foldStatements({ db: tx, keyring: ctx.keyring }, [statement], compiled, undefined);
      await writeTogether(tx, writes);
    }
    await publish(tx, [...(await refreshCards(tx, [orderId])), conflictEntry(orderId, row.groupId, settled.version)]);
  });
  ctx.wakeFeed();
  ctx.wakeOutbox();
}
