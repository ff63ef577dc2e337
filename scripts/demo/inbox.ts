import type { Database } from '@/db/client';
import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { deliverOrderHeld } from '@/server/notices/deliver';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { createRuleSetCache } from '@/server/rules/active';
import type { Message } from '@/sim/shop/message';
import type { PlacedOrder } from '@/sim/shop/order';

interface Waiting {
  readonly order: PlacedOrder;
  readonly message: Message;
  readonly at: Instant;
}

/** A card that a batch opened. */
export interface OpenedCard {
  readonly taskId: string;
  readonly orderNo: string;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
}

/** The product's own inbox and pipeline, played at moments of the past. */
export interface ReplayedInbox {
  add(order: PlacedOrder, message: Message, at: Instant): void;
  /** Whether something about the order waits to be taken. */
  holds(orderNo: string): boolean;
  /** Runs what was added through the pipeline as if it were `at`; returns the cards that opened. */
  flush(at: Instant): Promise<readonly OpenedCard[]>;
}

/** How long after its arrival an older notice was read. */
const READ_AFTER_MS = 4 * MINUTE_MS;
/** The handler dates a notice now; that is how those of this moment are told from earlier ones. */
const JUST_WRITTEN = '10 seconds';

/** Delivers the queued notices as of `at`; those of before `readBefore` have been read since. */
async function deliverNotices(db: Database, at: Instant, readBefore: Instant): Promise<void> {
  const due = await db.query<{ payload: unknown }>(
    `update outbox set state = 1, done_at = at_ms($1) where state = 0 and kind = 'notice.order-held' returning payload`,
    [at],
  );
  for (const { payload } of due) {
    await deliverOrderHeld(db, payload);
    await db.query(
      `update notices set at = at_ms($1), read_at = case when $1 < $2 then at_ms($1 + $3) end
       where at > now() - interval '${JUST_WRITTEN}' and read_at is null`,
      [at, readBefore, READ_AFTER_MS],
    );
  }
}

async function store(sealed: SealedDb, waiting: readonly Waiting[]): Promise<void> {
  for (const shopId of new Set(waiting.map(({ order }) => order.shopId))) {
    const ofShop = waiting.filter(({ order }) => order.shopId === shopId);
    const messages = ofShop.map(({ message, at }) => ({
      key: message.id,
      body: Buffer.from(message.body),
      receivedAt: at,
    }));
    const { ids } = await storeMessages(sealed, shopId, messages);
    if (ids.length !== messages.length) throw new Error(`${shopId} told something twice`);
  }
}

/** `readBefore`: notices of before that moment count as read. */
export function replayedInbox(sealed: SealedDb, readBefore: Instant): ReplayedInbox {
  const { db } = sealed;
  const rules = createRuleSetCache();
  let waiting: Waiting[] = [];
  let lastTaskId = '0';

  async function openedCards(at: Instant): Promise<readonly OpenedCard[]> {
    await deliverNotices(db, at, readBefore);
    const opened = await db.query<OpenedCard>(
      `select t.id as "taskId", o.order_no as "orderNo", t.opened_at as "openedAt", t.due_at as "dueAt"
       from tasks t join orders o on o.id = t.order_id where t.id > $1::bigint order by t.id`,
      [lastTaskId],
    );
    lastTaskId = opened.at(-1)?.taskId ?? lastTaskId;
    return opened;
  }

  return {
    add(order, message, at) {
      waiting.push({ order, message, at });
    },
    holds: (orderNo) => waiting.some(({ order }) => order.orderNo === orderNo),
    async flush(at) {
      const taken = waiting;
      waiting = [];
      await store(sealed, taken);
      for (let left = taken.length; left > 0; ) {
        const done = await runBatch(sealed, rules, at);
        if (done === 0) throw new Error(`the pipeline left ${left} messages lying`);
        left -= done;
      }
      const mayOpen = taken.some(({ order }) => order.flaw !== null || order.isUrgent);
      return mayOpen ? openedCards(at) : [];
    },
  };
}
