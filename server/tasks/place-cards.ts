import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { assignBatch, type SeatChoice } from '@/domain/desk/choose-seat';
import { seatsAtWork } from './seats-at-work';
import type { TieredCard } from './tiered-card';

export interface Placed extends TieredCard {
  readonly seat: SeatChoice | null;
}

/** One transaction at a time gives out cards of a group: the next counts what the one before has given to each seat. */
export async function lockPlacing(tx: Sql, groupIds: readonly string[]): Promise<void> {
  await tx.query(
    `with keys as materialized (select hashtextextended('placing ' || id, 0) as key from unnest($1::text[]) id order by 1)
     select pg_advisory_xact_lock(key) from keys`,
    [groupIds],
  );
}

/** Gives each card the least-loaded seat of its group that is at work and has the skill; loads grow as cards land. */
export async function placeCards(tx: Sql, cards: readonly TieredCard[], now: Instant): Promise<Placed[]> {
  if (cards.length === 0) return [];
  const groupIds = [...new Set(cards.map((card) => card.groupId))];
  await lockPlacing(tx, groupIds);
  const seats = await seatsAtWork(tx, groupIds);
  const placed: Placed[] = [];
  for (const groupId of groupIds) {
    const ofGroup = cards.filter((card) => card.groupId === groupId);
    const choices = assignBatch(
      seats.get(groupId) ?? [],
      ofGroup.map(({ card, tier }) => ({ skill: card.skill ?? tier.skill, preferSeatId: card.preferSeatId })),
      now,
    );
    placed.push(...ofGroup.map((card, index) => ({ ...card, seat: choices[index] ?? null })));
  }
  return placed;
}
