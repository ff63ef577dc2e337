import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { publish } from '@/server/live/publish';
import type { RuleSetCache } from '@/server/rules/active';
import { judgeBurstSiblings } from './burst';
import { cleanMessages, type InboxRow } from './clean';
import { isTransient, runHalving } from './halving';
import { queueHoldNotices } from './notify';
import { poolStatements } from './pool';
import { orderFeedEntries } from './publish-orders';
import { RetryBatch, storeOrders } from './store';
import { openTasks } from './task';
import { triageOrders } from './triage';

export const BATCH_SIZE = 200;

/** State of an inbox key (db/migrations/0002-intake.sql). */
const DONE = 1;
const UNREADABLE = 2;

/** Takes the oldest waiting messages; another worker's are passed over. */
const takeInbox = (tx: Sql): Promise<InboxRow[]> =>
  tx.query<InboxRow>(
    `select k.id, k.key, m.body, m.received_at as "receivedAt", s.id as "shopId", s.platform, s.channel,
       s.group_id as "groupId"
     from (select id, key from inbox_keys where state = 0 order by id limit $1 for update skip locked) k
     join inbox_messages m using (id) join shops s on s.id = m.shop_id order by k.id`,
    [BATCH_SIZE],
  );

async function markDone(tx: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query('update inbox_keys set state = $2 where id = any($1::bigint[])', [ids, DONE]);
}

async function setAside(tx: Sql, refused: readonly { inboxId: string; reason: string }[]): Promise<void> {
  if (refused.length === 0) return;
  await tx.query(
    `update inbox_keys k set state = ${UNREADABLE}, reason = r.reason
     from unnest($1::bigint[], $2::text[]) r (id, reason) where k.id = r.id`,
    [refused.map((row) => row.inboxId), refused.map((row) => row.reason.slice(0, 500))],
  );
}

/** One batch, straight through: clean, pool, triage, store, tasks, notices, feed. All or nothing in one transaction. */
async function processRows(tx: Sql, rows: readonly InboxRow[], rules: RuleSetCache, now: Instant): Promise<void> {
  const { statements, unreadable } = cleanMessages(rows);
  const active = await rules.current(tx);
  const orders = await poolStatements(tx, statements);
  const { features, failures } = await triageOrders(tx, orders, active, now);
  const siblings = await judgeBurstSiblings(tx, orders, features, active, now);
  const touched = [...orders, ...siblings];
  await storeOrders(tx, touched, now);
  const cards = await openTasks(tx, touched, now);
  await queueHoldNotices(tx, touched, cards);
  await publish(tx, orderFeedEntries(touched));
  const failed = failures.flatMap(({ order, reason }) => order.statements.map(({ inboxId }) => ({ inboxId, reason })));
  await setAside(tx, [...unreadable, ...failed]);
  const aside = new Set([...unreadable, ...failed].map((row) => row.inboxId));
  await markDone(
    tx,
    rows.flatMap((row) => (aside.has(row.id) ? [] : [row.id])),
  );
}

/**
 * Takes one batch through the pipeline. Returns how many messages were taken; 0 = the inbox is empty.
 * What SQL refuses is halved until it stands alone and is set aside; time-outs and lost connections are thrown.
 * A replay of the past passes the moment the batch is to happen at; otherwise it is the database's now.
 */
export async function runBatch(db: Database, rules: RuleSetCache, at?: Instant): Promise<number> {
  const now = at ?? (await db.now());
  return db.tx(async (tx) => {
    const rows = await takeInbox(tx);
    if (rows.length === 0) return 0;
    await runHalving(
      tx,
      rows,
      (part) => processRows(tx, part, rules, now),
      (row, reason) => setAside(tx, [{ inboxId: row.id, reason }]),
    );
    return rows.length;
  });
}

/** Errors after which the same batch is simply tried again. */
export const isWorthRetrying = (error: unknown): boolean => error instanceof RetryBatch || isTransient(error);
