import type { Sql } from '@/db/client';
import { type Write, writeTogether } from '@/db/writes';
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

/** The feed rows as one write among others of a transaction; `wakeFeed()` after its commit. */
export const feedWrite = (entries: readonly FeedEntry[]): Write => ({
  text: (rows) => `insert into feed (topic, rooms, entity_id, version, patch)
    select topic, rooms, id, version, patch
    from jsonb_to_recordset(${rows}) e (topic text, rooms text[], id text, version bigint, patch jsonb)`,
  rows: entries,
});

/** Appends feed rows in one statement. Call inside the transaction of the change, and `wakeFeed()` after its commit. */
export const publish = (tx: Sql, entries: readonly FeedEntry[]): Promise<void> =>
  writeTogether(tx, [feedWrite(entries)]);
