import type { Database, Sql } from '@/db/client';
import type { Write } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';

/** An effect that leaves the house: written in the transaction that decides it, done later by a worker. */
export interface Effect {
  readonly kind: string;
  /** What the handler needs, as JSON; ids rather than personal values. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** The same key is stored once, for ever; it is also what the other side can tell repeats by. */
  readonly idempotencyKey: string;
  /** Not before this time; at once without it. */
  readonly dueAt?: Instant;
}

/** Effects as one write among others of a transaction; those whose key was stored before are left out. */
export const effectsWrite = (effects: readonly Effect[]): Write => ({
  text: (rows) => `insert into outbox (kind, payload, idempotency_key, due_at)
    select kind, payload, "idempotencyKey", coalesce(at_ms("dueAt"), now())
    from jsonb_to_recordset(${rows}) e (kind text, payload jsonb, "idempotencyKey" text, "dueAt" float8)
    on conflict (idempotency_key) do nothing`,
  rows: effects,
});

/** Stores an effect in the caller's transaction; returns its id, or null when the key was stored before. */
export async function enqueue(tx: Sql, effect: Effect): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `insert into outbox (kind, payload, idempotency_key, due_at) values ($1, $2, $3, coalesce(at_ms($4), now()))
     on conflict (idempotency_key) do nothing returning id`,
    [effect.kind, JSON.stringify(effect.payload), effect.idempotencyKey, effect.dueAt ?? null],
  );
  return row?.id ?? null;
}

export interface LeasedEffect {
  readonly id: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string;
  /** Fences a lost worker: only the newest lease may settle the row. */
  readonly token: string;
  readonly attempts: number;
}

/** Takes up to `limit` due rows of the given kinds for `leaseMs`; the lease is the due time itself. */
export function lease(db: Sql, kinds: readonly string[], limit: number, leaseMs: number): Promise<LeasedEffect[]> {
  return db.query<LeasedEffect>(
    `with due as (
       select id from outbox where state = 0 and due_at <= now() and kind = any ($1)
       order by due_at, id limit $2 for update skip locked)
     update outbox o set due_at = now() + $3 * interval '1 ms', token = nextval('outbox_token'), attempts = attempts + 1
     from due where o.id = due.id
     returning o.id, o.kind, o.payload, o.idempotency_key as "idempotencyKey", o.token, o.attempts`,
    [kinds, limit, leaseMs],
  );
}

/** Marks done, with what else has to be stored at that moment; false when another worker holds the row by now. */
export function settleDone(
  db: Database,
  effect: LeasedEffect,
  alsoStore?: (tx: Sql) => Promise<void>,
): Promise<boolean> {
  return db.tx(async (tx) => {
    const rows = await tx.query(
      'update outbox set state = 1, done_at = now(), last_error = null where id = $1 and token = $2 and state = 0 returning id',
      [effect.id, effect.token],
    );
    if (rows.length === 0) return false;
    await alsoStore?.(tx);
    return true;
  });
}

/** Marks failed for good and keeps the reason; false when another worker holds the row by now. */
export function settleFailed(
  db: Database,
  effect: LeasedEffect,
  reason: string,
  alsoStore?: (tx: Sql) => Promise<void>,
): Promise<boolean> {
  return db.tx(async (tx) => {
    const rows = await tx.query(
      'update outbox set state = 2, done_at = now(), last_error = $3 where id = $1 and token = $2 and state = 0 returning id',
      [effect.id, effect.token, reason],
    );
    if (rows.length === 0) return false;
    await alsoStore?.(tx);
    return true;
  });
}

/** Gives the row back, due again in `delayMs`. */
export async function postpone(db: Sql, effect: LeasedEffect, reason: string, delayMs: number): Promise<void> {
  await db.query(
    `update outbox set due_at = now() + $3 * interval '1 ms', last_error = $4 where id = $1 and token = $2 and state = 0`,
    [effect.id, effect.token, delayMs, reason],
  );
}
