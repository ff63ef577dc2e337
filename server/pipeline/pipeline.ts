import type { Sql } from '@/db/client';
import { type Write, writeTogether } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';
import { announceFailedAgain } from '@/server/dead-letters/announce';
import { hintsWrite } from '@/server/fetching/hints';
import { type Keyring, KeyringError } from '@/server/privacy/keyring';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { ACTIVE_VERSION, type RuleSetCache } from '@/server/rules/active';
import { asideWrite } from './aside';
import { cleanMessages, type InboxRow } from './clean';
import { foldStatements } from './fold-statements';
import { isTransient, runHalving } from './halving';
import { INBOX_STATE } from './inbox-states';
import { KEEP_PLANS } from './keep-plans';
import type { SaidOfOrder } from './pooled-order';
import { RetryBatch } from './store';

export const BATCH_SIZE = 200;

interface Taken {
  readonly rows: readonly InboxRow[];
  /** Of shops that are held: stored, and not to be processed for now. */
  readonly heldIds: readonly string[];
  /** When the batch is to happen; undefined: when the database says. */
  readonly at: Instant | undefined;
  readonly ruleVersion: number | null;
}

interface SealedRow extends Omit<InboxRow, 'body'> {
  readonly sealed: Buffer;
  readonly ruleVersion: number | null;
  readonly isHeld: boolean;
}

/** The shops of which nothing is processed for now; '' stands for all. */
const HELD_SHOPS = `(select array_agg(coalesce(shop_id, '')) from inbox_holds where ended_at is null and release_rate is null)`;

/** A body that was changed in the database concerns its message alone. */
function openRow(keyring: Keyring, { sealed, ...row }: SealedRow): InboxRow {
  try {
    return { ...row, body: keyring.open(sealed, PURPOSE.inbox) };
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    return { ...row, body: null };
  }
}

/**
 * Takes the oldest waiting messages with the rules in force; another worker's are passed over. Each body is looked up by
 * itself: as a join, a planner without statistics reads all bodies that are stored.
 */
async function takeInbox({ db: tx, keyring }: SealedDb<Sql>, at: Instant | undefined): Promise<Taken | null> {
  const rows = await tx.query<SealedRow>(
    `select k.id, k.key, k.attempts, m.sealed_body as sealed, m.received_at as "receivedAt", s.id as "shopId", s.platform, s.channel,
       s.group_id as "groupId", ${ACTIVE_VERSION} as "ruleVersion",
       coalesce(array[s.id, ''] && ${HELD_SHOPS}, false) as "isHeld", ${KEEP_PLANS} as "planSettings"
     from (select id, key, attempts from inbox_keys where state = 0 order by id limit $1 for update skip locked) k
     cross join lateral (select shop_id, sealed_body, received_at from inbox_messages where id = k.id limit 1) m
     join shops s on s.id = m.shop_id order by k.id`,
    [BATCH_SIZE],
  );
  const [first] = rows;
  if (!first) return null;
  const heldIds = rows.flatMap(({ id, isHeld }) => (isHeld ? [id] : []));
  const free = rows.filter(({ isHeld }) => !isHeld).map((row) => openRow(keyring, row));
  return { rows: free, heldIds, at, ruleVersion: first.ruleVersion };
}

const takenWrite = (state: number, ids: readonly string[]): Write => ({
  text: (rows) => `update inbox_keys set state = ${state}
    where id = any (array(select jsonb_array_elements_text(${rows})::bigint))`,
  rows: ids,
});

/** How a message that is aside is referred to. */
const letterOf = ({ inboxId }: { readonly inboxId: string }): string => `m${inboxId}`;

const newsOf = ({ inboxId, isSuperseded }: SaidOfOrder): string[] => (isSuperseded ? [] : [inboxId]);

/** One batch, straight through: clean, then into the orders. All or nothing in one transaction. */
async function processRows(
  { db: tx, keyring }: SealedDb<Sql>,
  { rows, at, ruleVersion }: Taken,
  rules: RuleSetCache,
): Promise<void> {
  const { statements, hints, unreadable } = cleanMessages(rows);
  const active = await rules.compiled(tx, ruleVersion);
  const { orders, failed, writes } = await foldStatements({ db: tx, keyring }, statements, active, at);
  const aside = [...unreadable, ...failed.map((one) => ({ ...one, isUnreadable: false }))];
  const asideIds = new Set(aside.map((row) => row.inboxId));
  const newsIds = new Set(orders.flatMap(({ statements: said }) => said.flatMap(newsOf)));
  // A message about no order, such as a test message, is done once it is read.
  const toldIds = new Set(statements.map(({ inboxId }) => inboxId));
  const isDone = (id: string) => newsIds.has(id) || !toldIds.has(id);
  const taken = rows.flatMap(({ id }) => (asideIds.has(id) ? [] : [id]));
  await writeTogether(tx, [
    ...writes,
    hintsWrite(hints),
    asideWrite(aside, rows),
    takenWrite(INBOX_STATE.done, taken.filter(isDone)),
    takenWrite(
      INBOX_STATE.superseded,
      taken.filter((id) => !isDone(id)),
    ),
  ]);
  await announceFailedAgain(tx, aside.map(letterOf));
}

/** Halves what SQL refuses until it stands alone and is set aside. */
const processHalving = (sealed: SealedDb<Sql>, taken: Taken, rules: RuleSetCache): Promise<void> =>
  runHalving(
    sealed.db,
    taken.rows,
    (rows) => processRows(sealed, { ...taken, rows }, rules),
    async (row, reason) => {
      await writeTogether(sealed.db, [asideWrite([{ inboxId: row.id, reason, isUnreadable: false }], [row])]);
      await announceFailedAgain(sealed.db, [letterOf({ inboxId: row.id })]);
    },
  );

/**
 * Takes one batch through the pipeline. Returns how many messages were taken; 0 = the inbox is empty.
 * When SQL refuses something the batch is taken again, and halved until that stands alone and is set aside; time-outs and
 * lost connections are thrown. A replay of the past passes the moment the batch is to happen at; otherwise it is the
 * database's now.
 */
export async function runBatch({ db, keyring }: SealedDb, rules: RuleSetCache, at?: Instant): Promise<number> {
  const run = (work: typeof processRows) =>
    db.tx(async (tx) => {
      const sealed = { db: tx, keyring };
      const taken = await takeInbox(sealed, at);
      if (!taken) return 0;
      await writeTogether(tx, [takenWrite(INBOX_STATE.held, taken.heldIds)]);
      if (taken.rows.length > 0) await work(sealed, taken, rules);
      return taken.rows.length + taken.heldIds.length;
    });
  try {
    return await run(processRows);
  } catch (error) {
    if (isWorthRetrying(error)) throw error;
    return run(processHalving);
  }
}

/** Errors after which the same batch is simply tried again. */
export const isWorthRetrying = (error: unknown): boolean => error instanceof RetryBatch || isTransient(error);
