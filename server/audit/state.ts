import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import { headBlock } from './block';

export interface AuditState {
  /** The newest block was closed then; null before the first. */
  readonly sealedUntil: Instant | null;
  readonly blocks: number;
  /** Rows that wait for the next seal. */
  readonly waiting: number;
  readonly lastCheckpointAt: Instant | null;
  readonly people: readonly { readonly userId: string; readonly name: string }[];
  /** Every action that is on record. */
  readonly actions: readonly string[];
}

/** Each action once: one probe of the index an action, however long the log is. */
const ACTIONS = `with recursive found as (
  (select action from audit order by action limit 1)
  union all select (select a.action from audit a where a.action > f.action order by a.action limit 1)
  from found f where f.action is not null)
  select action from found where action is not null`;

/** How far the audit log is sealed, and by what it can be narrowed. */
export async function auditState({ db }: Context<UserActor>): Promise<AuditState> {
  const head = await headBlock(db);
  const [people, actions, waiting, checkpoints] = await Promise.all([
    db.query<AuditState['people'][number]>('select id as "userId", name from users order by name, id limit 2000'),
    db.query<{ action: string }>(ACTIONS),
    db.query<{ n: number }>(
      `select count(*)::int as n from audit a where a.id > coalesce($1::bigint, 0) and (a.xid, a.id) > ($2::xid8, $3::bigint)`,
      [head?.baseId ?? null, head?.lastXid ?? '0', head?.lastId ?? '0'],
    ),
    db.query<{ value: string }>(`select value from app_meta where key like 'audit-checkpoint.%'`),
  ]);
  const signedAt = checkpoints.map(({ value }) => Date.parse((JSON.parse(value) as { at: string }).at));
  return {
    sealedUntil: head?.sealedAt ?? null,
    blocks: Number(head?.block ?? 0),
    waiting: waiting[0]?.n ?? 0,
    lastCheckpointAt: signedAt.length > 0 ? Math.max(...signedAt) : null,
    people,
    actions: actions.map(({ action }) => action),
  };
}
