import type { Sql } from '@/db/client';
import { actorId, type Doer } from './context';

/** Appends one audit row in the transaction of the action it records. Nothing personal goes into `detail`. */
export async function audit(
  tx: Sql,
  actor: Doer,
  action: string,
  ref: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.query('insert into audit (actor, action, ref, detail) values ($1, $2, $3, $4)', [
    actorId(actor),
    action,
    ref,
    JSON.stringify(detail),
  ]);
}

/** Appends a row for each of several things to which the same was done, in one statement. */
export async function auditEach(
  tx: Sql,
  actor: Doer,
  action: string,
  rows: readonly { readonly ref: string; readonly detail: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  await tx.query(
    `insert into audit (actor, action, ref, detail)
     select $1, $2, ref, detail from jsonb_to_recordset($3) r (ref text, detail jsonb)`,
    [actorId(actor), action, JSON.stringify(rows)],
  );
}
