import type { Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import { type Reason, storedReason } from '@/domain/intake/reason';
import { announceFailedAgain } from '@/server/dead-letters/announce';
import type { OutsideFact } from '@/server/links/outside-fact';
import { applyTraces } from '@/server/parcels/apply-traces';
import { applyNotices } from '@/server/payments/apply-notices';
import { foldStatements } from '@/server/pipeline/fold-statements';
import { isTransient, runHalving } from '@/server/pipeline/halving';
import { KEEP_PLANS } from '@/server/pipeline/keep-plans';
import { RetryBatch } from '@/server/pipeline/store';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { ACTIVE_VERSION, type RuleSetCache } from '@/server/rules/active';
import { announceOutside } from '@/server/warehouse/announce';
import { applyReports } from '@/server/warehouse/apply-reports';
import { storeStockChanges } from '@/server/warehouse/stock-changes';
import { openTroubleCards } from '@/server/warehouse/trouble-cards';
import { type Aside, decodeMessages, type MessageRow, type ToldFact } from './decode';

const BATCH_SIZE = 100;
const READ = 1;
const ASIDE = 2;
const WAITING = 3;

const TAKE = `select m.id::text as id, m.link_id as "linkId", l.kind, m.topic, m.received_at as "receivedAt",
    encode(m.body_sha, 'hex') as "bodyHash", m.sealed_body as "sealedBody", l.settings, l.secrets_sealed as "sealedSecrets",
    ${KEEP_PLANS} as "planSettings"
  from (select * from link_messages where state = 0 order by id limit ${BATCH_SIZE} for update skip locked) m
  join links l on l.id = m.link_id order by m.id`;

const about = <A extends OutsideFact['about']>(told: readonly ToldFact[], what: A) =>
  told.filter((one): one is ToldFact<Extract<OutsideFact, { about: A }>> => one.fact.about === what);

async function settle(
  tx: Sql,
  rows: readonly MessageRow[],
  waiting: readonly { readonly id: string; readonly ref: string }[],
  aside: readonly Aside[],
): Promise<void> {
  const settled = rows.map(({ id }) => {
    const refused = aside.find((one) => one.id === id);
    const waits = waiting.find((one) => one.id === id);
    const state = refused ? ASIDE : waits ? WAITING : READ;
    return { id, state, ref: waits?.ref ?? null, reason: refused ? storedReason(refused.reason) : null };
  });
  await tx.query(
    `update link_messages m set state = r.state, ref = r.ref, reason = r.reason, aside_at = case when r.state = ${ASIDE} then now() end
     from jsonb_to_recordset($1::jsonb) r (id bigint, state smallint, ref text, reason text) where m.id = r.id`,
    [JSON.stringify(settled)],
  );
  await announceFailedAgain(
    tx,
    aside.map(({ id }) => `l${id}`),
  );
}

/** Reads messages into facts and lets these go the way of every statement, all in the caller's transaction. */
async function readRows(sealed: SealedDb<Sql>, rows: readonly MessageRow[], rules: RuleSetCache): Promise<void> {
  const { db: tx, keyring } = sealed;
  const { told, aside } = decodeMessages(keyring, rows);
  const reports = await applyReports(tx, about(told, 'delivery-order'));
  const traces = await applyTraces(sealed, about(told, 'parcel'));
  const notices = await applyNotices(tx, about(told, 'payment'));
  await storeStockChanges(tx, about(told, 'stock'));
  const [active] = await tx.query<{ version: number | null }>(`select ${ACTIVE_VERSION} as version`);
  const compiled = await rules.compiled(tx, active?.version ?? null);
  const statements = [...reports.statements, ...traces.statements, ...notices.statements];
  const { failed, writes } = await foldStatements(sealed, statements, compiled, undefined);
  await writeTogether(tx, writes);
  await openTroubleCards(tx, [...reports.troubles, ...notices.troubles]);
  await announceOutside(tx, [...reports.orderIds, ...traces.orderIds, ...notices.orderIds]);
  const unjudged = failed.map(({ inboxId: id, reason }) => ({ id, reason }));
  await settle(tx, rows, [...reports.waiting, ...traces.waiting, ...notices.waiting], [...aside, ...unjudged]);
}

const setAside = async (tx: Sql, { id }: MessageRow, reason: Reason): Promise<void> => {
  await tx.query('update link_messages set state = 2, reason = $2, aside_at = now() where id = $1::bigint', [
    id,
    storedReason(reason),
  ]);
  await announceFailedAgain(tx, [`l${id}`]);
};

/**
 * Reads one batch of what came from links. Returns how many messages were taken; 0 = nothing waits. When SQL refuses something
 * the batch is taken again and halved until that stands alone and is set aside.
 */
export async function readLinkMessages({ db, keyring }: SealedDb, rules: RuleSetCache): Promise<number> {
  const run = (work: (sealed: SealedDb<Sql>, rows: readonly MessageRow[]) => Promise<void>) =>
    db.tx(async (tx) => {
      const rows = await tx.query<MessageRow>(TAKE);
      if (rows.length > 0) await work({ db: tx, keyring }, rows);
      return rows.length;
    });
  try {
    return await run((sealed, rows) => readRows(sealed, rows, rules));
  } catch (error) {
    if (error instanceof RetryBatch || isTransient(error)) throw error;
    return run(({ db: tx }, rows) =>
      runHalving(
        tx,
        rows,
        (part) => readRows({ db: tx, keyring }, part, rules),
        (row, reason) => setAside(tx, row, reason),
      ),
    );
  }
}

const GIVE_UP_AFTER = `interval '7 days'`;

/** Messages whose order or parcel is known by now are read again; those that waited a week are set aside. Returns how many. */
export async function wakeWaiting(db: Sql): Promise<number> {
  const woken = await db.query(
    `update link_messages m set state = case when k.is_known then 0 else 2 end,
       reason = case when k.is_known then null else $1 end,
       aside_at = case when not k.is_known then now() end
     from (select w.id, case split_part(w.ref, ':', 1)
         when 'trade' then exists (select from orders o join link_shops s on s.shop_id = o.shop_id and s.link_id = w.link_id
           where o.order_no = substr(w.ref, 7))
         when 'parcel' then exists (select from parcels p where p.tracking_no = substr(w.ref, 8))
         else exists (select from warehouse_orders x where x.code = substr(w.ref, 6)) end as is_known
       from link_messages w where w.state = 3 order by w.id limit 1000) k
     where m.id = k.id and m.state = 3 and (k.is_known or m.received_at < now() - ${GIVE_UP_AFTER}) returning 1`,
    [storedReason({ code: 'never-known' })],
  );
  return woken.length;
}
