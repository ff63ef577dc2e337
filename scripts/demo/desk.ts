import type { Database } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Cause, DispositionKind } from '@/domain/desk/task';
import type { UserActor } from '@/server/context';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { disposeInTx } from '@/server/tasks/dispose';
import type { Flaw } from '@/sim/shop/order';
import type { Random } from '@/sim/shop/random';

/** How often a suspicion of each kind turned out to be right. */
const PROVEN_SHARE: Readonly<Record<Flaw, number>> = {
  'vague-address': 0.3,
  'relay-address': 0.5,
  'broken-phone': 0.4,
  'price-off': 0.6,
  'whole-thousand': 0.25,
  'platform-hold': 0.65,
  'ip-burst': 0.7,
  'new-account-coupon': 0.2,
};
const CAUSES: readonly { readonly cause: Cause; readonly weight: number }[] = [
  { cause: 'other', weight: 6 },
  { cause: 'payment-failed', weight: 2 },
  { cause: 'out-of-stock', weight: 1 },
];

/** Seats are at work while somebody has heard of their page: until long after the replay, or not at all. */
export async function setAtWork(db: Database, userIds: readonly string[]): Promise<void> {
  await db.query(
    `update seats set state = case when user_id = any($1::text[]) then 'accepting' else 'offline' end,
       seen_at = case when user_id = any($1::text[]) then now() + interval '1 hour' else 'epoch' end`,
    [userIds],
  );
}

interface CardNow {
  readonly version: number;
  readonly seatId: string | null;
  readonly groupId: string;
}

/** The agents of the demo, who dispose of cards through the product's own verb, at moments of the past. */
export function demoDesk({ db, keyring }: SealedDb, agents: readonly UserActor[], random: Random) {
  const agentOf = ({ seatId, groupId }: CardNow): UserActor => {
    const found = agents.find(({ userId }) => userId === seatId);
    return found ?? random.oneOf(agents.filter((agent) => agent.groupId === groupId));
  };

  return {
    /** Disposes of a card, unless it closed by itself; a card nobody had is claimed by the agent first. */
    async dispose(taskId: string, flaw: Flaw | null, at: Instant): Promise<DispositionKind | null> {
      return db.tx(async (tx) => {
        const [card] = await tx.query<CardNow>(
          `select version::int as version, seat_id as "seatId", group_id as "groupId" from tasks
           where id = $1::bigint and state = 'open' for update`,
          [taskId],
        );
        if (card === undefined) return null;
        const agent = agentOf(card);
        if (card.seatId === null)
          await tx.query('update tasks set seat_id = $2, seat_since = opened_at where id = $1::bigint', [
            taskId,
            agent.userId,
          ]);
        const isProven = random.chance(flaw === null ? 1 : PROVEN_SHARE[flaw]);
        const disposition = isProven ? 'true' : 'false-alarm';
        const cause = isProven ? random.byWeight(CAUSES).cause : null;
        await disposeInTx(
          { db: tx, keyring },
          agent,
          { taskId, version: card.version, disposition, cause, causeNote: '' },
          at,
        );
        return disposition;
      });
    },
  };
}
