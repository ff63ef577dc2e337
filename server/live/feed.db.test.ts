import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Sql } from '@/db/client';
import { emptyDatabaseUrl, type TestDatabase, testDatabase } from '@/db/testing/database';
import type { FeedHolder } from './bound';
import { parseCursor } from './cursor';
import { createFeedReader, type FeedReader, type FeedReaderOptions } from './feed';
import type { FeedEvent } from './feed-rows';
import { publish } from './publish';

let db: TestDatabase;
let foreignUrl: string;
const readers: FeedReader[] = [];
const troubles: unknown[] = [];
beforeAll(async () => {
  db = await testDatabase();
  foreignUrl = await emptyDatabaseUrl();
});
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
  expect(troubles).toEqual([]);
});

const announce = (tx: Sql, id: string) =>
  publish(tx, [{ topic: 'board.changed', rooms: ['board'], id, version: 1, patch: { at: 0 } }]);

/** A reader that has arrived, and what it was handed. */
async function read(
  options: Partial<FeedReaderOptions> = {},
): Promise<{ reader: FeedReader; seen: FeedEvent[]; ids: () => string[] }> {
  const seen: FeedEvent[] = [];
  const reader = createFeedReader({
    db,
    pollMs: 5,
    onEvents: (events) => void seen.push(...events),
    onError: (error) => troubles.push(error),
    ...options,
  });
  readers.push(reader);
  await vi.waitFor(() => expect(reader.cursor()).not.toBeNull());
  return { reader, seen, ids: () => seen.map(({ event }) => event.id) };
}

/** A transaction that has announced `id` and stays open until the returned function is called. */
async function openWriter(id: string, on: Pick<TestDatabase, 'tx'> = db): Promise<() => Promise<void>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let whole: Promise<void> = Promise.resolve();
  await new Promise<void>((entered) => {
    whole = on.tx(async (tx) => {
      await (on === db ? announce(tx, id) : tx.query('select pg_current_xact_id()'));
      entered();
      await held;
    });
  });
  return () => {
    release();
    return whole;
  };
}

describe('the feed reader', () => {
  it('hands over a change with its rooms, version, time and patch', async () => {
    const { seen } = await read();
    await publish(db, [
      { topic: 'order.changed', rooms: ['order:7', 'group:a'], id: '7', version: 3, patch: { orderNo: 'T7' } },
    ]);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(seen[0]).toMatchObject({
      rooms: ['order:7', 'group:a'],
      event: { topic: 'order.changed', id: '7', version: 3, patch: { orderNo: 'T7' } },
    });
    expect(Math.abs((seen[0]?.event.at ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('hands over a change at once when it is woken, long before its poll', async () => {
    const { reader, ids } = await read({ pollMs: 3_600_000 });
    await announce(db, 'woken');
    reader.wake();
    await vi.waitFor(() => expect(ids()).toEqual(['woken']));
  });

  it('waits for an older transaction, so that its change is not passed by, and keeps the order', async () => {
    const { ids } = await read();
    const finishOlder = await openWriter('older');
    await announce(db, 'newer');
    await announce(db, 'newest');
    expect(ids()).toEqual([]);
    await finishOlder();
    await vi.waitFor(() => expect(ids()).toEqual(['older', 'newer', 'newest']));
  });

  it('is not held back by a transaction that is open in another database of the server', async () => {
    const foreign = openDatabase({ url: foreignUrl, max: 1 });
    const finish = await openWriter('foreign', foreign);
    const { reader, ids } = await read();
    await announce(db, 'own');
    await vi.waitFor(() => expect(ids()).toEqual(['own']));
    expect(reader.lagMs()).toBeLessThan(1_000);
    await finish();
    await foreign.close();
  });

  it('names the process that holds it back', async () => {
    const told: FeedHolder[] = [];
    const { reader } = await read({ alarmMs: 20, onHeldBack: (holder) => told.push(holder) });
    const finish = await openWriter('slow');
    await vi.waitFor(() => expect(told).toHaveLength(1));
    const backends = await db.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    expect(backends.map(({ pid }) => pid)).toEqual([told[0]?.pid]);
    expect(reader.lagMs()).toBeGreaterThan(20);
    await finish();
    await vi.waitFor(() => expect(reader.lagMs()).toBeLessThan(20));
  });

  it('goes on from a cursor without a gap or a repeat', async () => {
    const first = await read();
    await announce(db, 'one');
    await vi.waitFor(() => expect(first.ids()).toEqual(['one']));
    const from = first.reader.cursor() ?? '';
    await first.reader.stop();
    await announce(db, 'two');
    const second = await read({ from });
    await vi.waitFor(() => expect(second.ids()).toEqual(['two']));
  });

  it('hands a page over again when its receiver failed', async () => {
    const failures: unknown[] = [];
    let isFirst = true;
    const seen: string[] = [];
    await read({
      onError: (error) => failures.push(error),
      onEvents: (events) => {
        if (isFirst) {
          isFirst = false;
          throw new Error('receiver failed');
        }
        seen.push(...events.map(({ event }) => event.id));
      },
    });
    await announce(db, 'again');
    await vi.waitFor(() => expect(seen).toEqual(['again']));
    expect(failures).toHaveLength(1);
  });

  it('misses none of 20,000 rows of 8 writers, doubles none and keeps their order, beside a foreign transaction', async () => {
    const foreign = openDatabase({ url: foreignUrl, max: 1 });
    const finish = await openWriter('foreign', foreign);
    const { seen, reader } = await read({ pollMs: 2 });
    const head = parseCursor(reader.cursor() ?? '');
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 250; i++) {
        const isUndone = i % 25 === 24;
        const work = db.tx(async (tx) => {
          await tx.query(
            `insert into feed (topic, rooms, entity_id, version, patch)
             select 'board.changed', '{board}', $1 || '-' || n, n, '{}' from generate_series(1, $2::int) n`,
            [`${writer}-${i}`, 1 + ((writer * 31 + i * 7) % 19)],
          );
          await tx.query('savepoint half');
          await tx.query(
            `insert into feed (topic, rooms, entity_id, version, patch) select 'board.changed', '{board}', $1, 1, '{}'
             from pg_sleep(random() * 0.004)`,
            [`${writer}-${i}-last`],
          );
          if (isUndone) throw new Error('undone');
        });
        await (isUndone ? work.catch(() => {}) : work);
      }
    });
    await Promise.all(writers);
    const stored = await db.query<{ key: string }>(
      `select xid || '.' || id as key from feed where xid >= $1::xid8 order by xid, id`,
      [head?.xid],
    );
    expect(stored.length).toBeGreaterThan(20_000);
    await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(stored.length), { timeout: 15_000 });
    await reader.stop();
    expect(seen.map(({ event }) => event.cursor.slice(17))).toEqual(stored.map(({ key }) => key));
    await finish();
    await foreign.close();
  }, 60_000);

  it('tells of a database that was replaced by a restored one, and goes on from its end', async () => {
    const [live, restored] = [await testDatabase(), await testDatabase()];
    const nameOf = async (on: TestDatabase) =>
      (await on.query<{ name: string }>('select current_database() as name'))[0]?.name;
    const [name, other] = [await nameOf(live), await nameOf(restored)];
    const resets: string[] = [];
    const { reader, ids } = await read({ db: live, onReset: (cursor) => resets.push(cursor), onError: () => {} });
    const before = reader.cursor();
    await announce(restored, 'of the backup');
    await db.query(`alter database ${name} allow_connections false`);
    await db.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname in ($1, $2)', [
      name,
      other,
    ]);
    await db.query(`alter database ${name} rename to ${name}_lost`);
    await db.query(`alter database ${other} rename to ${name}`);
    await vi.waitFor(() => expect(resets).toHaveLength(1), { timeout: 15_000 });
    expect(parseCursor(resets[0] ?? '')?.incarnation).not.toBe(parseCursor(before ?? '')?.incarnation);
    await announce(live, 'after the restore');
    await vi.waitFor(() => expect(ids()).toEqual(['after the restore']));
    await db.query(`drop database ${name}_lost`);
    await db.query(`create database ${other}`);
  });
});
