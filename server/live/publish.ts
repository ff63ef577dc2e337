import type { Sql } from '@/db/client';
import type { LivePatches, LiveTopic } from '@/domain/live/events';

/** A change to announce; written in the transaction of the change itself. */
export type FeedEntry = {
  [T in LiveTopic]: {
    readonly topic: T;
    readonly rooms: readonly string[];
    readonly id: string;
    readonly version: number;
    readonly patch: LivePatches[T];
  };
}[LiveTopic];

/** Appends feed rows in one statement. Call inside the transaction of the change, and `wakeFeed()` after its commit. */
export async function publish(tx: Sql, entries: readonly FeedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `insert into feed (topic, rooms, entity_id, version, patch)
     select e->>'topic', array(select jsonb_array_elements_text(e->'rooms')), e->>'id', (e->>'version')::bigint, e->'patch'
     from jsonb_array_elements($1::jsonb) e`,
    [JSON.stringify(entries)],
  );
}
