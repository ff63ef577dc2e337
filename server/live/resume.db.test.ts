import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { pruneFeed } from '@/server/jobs/prune-feed';
import { publish } from './publish';
import { resume } from './resume';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});

const here = async () => (await resume(db, { cursor: null, rooms: [], limit: 1 })).cursor;
const announce = (id: string, rooms: string[]) =>
  publish(db, [{ topic: 'order.changed', rooms, id, version: 2, patch: { orderNo: id } }]);
const missed = async (cursor: string | null, rooms = ['group:a'], limit = 100) => {
  const answer = await resume(db, { cursor, rooms, limit });
  return answer.kind === 'events' ? answer.events.map((event) => event.id) : answer.kind;
};

describe('resume', () => {
  it('answers with the missed changes of the asked rooms, in order, and a cursor after them', async () => {
    const cursor = await here();
    await announce('1', ['group:a']);
    await announce('2', ['group:b']);
    await announce('3', ['group:b', 'group:a']);
    expect(await missed(cursor)).toEqual(['1', '3']);
    expect(await missed(cursor, ['group:a', 'group:b'])).toEqual(['1', '2', '3']);
    const answer = await resume(db, { cursor, rooms: ['group:a'], limit: 100 });
    expect(await missed(answer.cursor)).toEqual([]);
    expect(Math.abs(answer.serverNow - Date.now())).toBeLessThan(60_000);
  });

  it('goes on from the cursor of a single event', async () => {
    const cursor = await here();
    await announce('4', ['group:a']);
    await announce('5', ['group:a']);
    const answer = await resume(db, { cursor, rooms: ['group:a'], limit: 100 });
    const first = answer.kind === 'events' ? answer.events[0] : undefined;
    expect(await missed(first?.cursor ?? null)).toEqual(['5']);
  });

  it('leaves a change whose transaction is still open, and those after it, to the live stream', async () => {
    const cursor = await here();
    const inside = await db.tx(async (tx) => {
      await publish(tx, [
        { topic: 'order.changed', rooms: ['group:a'], id: 'open', version: 1, patch: { orderNo: 'open' } },
      ]);
      await announce('after open', ['group:a']);
      return resume(db, { cursor, rooms: ['group:a'], limit: 10 });
    });
    expect(inside).toMatchObject({ kind: 'events', events: [] });
    expect(await missed(inside.cursor)).toEqual(['open', 'after open']);
  });

  it('answers reset without a cursor, with a broken one and with one of another history', async () => {
    const cursor = await here();
    expect(await missed(null)).toBe('reset');
    const isOther = async (from: string | null) => {
      const answer = await resume(db, { cursor: from, rooms: [], limit: 10 });
      return answer.kind === 'reset' && answer.isOtherHistory;
    };
    expect([await isOther(null), await isOther(`0000000000000000${cursor.slice(16)}`)]).toEqual([false, true]);
    expect(await missed('broken')).toBe('reset');
    expect(await missed(`0000000000000000${cursor.slice(16)}`)).toBe('reset');
  });

  it('answers reset when more was missed than the limit', async () => {
    const cursor = await here();
    for (const id of ['a', 'b', 'c']) await announce(id, ['group:a']);
    expect(await missed(cursor, ['group:a'], 2)).toBe('reset');
    expect(await missed(cursor, ['group:a'], 3)).toEqual(['a', 'b', 'c']);
  });

  it('answers reset, for rooms with few changes too, when the whole feed has moved on very far', async () => {
    const cursor = await here();
    await db.query(
      `insert into feed (topic, rooms, entity_id, version, patch)
       select 'order.changed', '{group:z}', n, 1, '{}' from generate_series(1, 20001) n`,
    );
    expect(await missed(cursor)).toBe('reset');
  });

  it('never hands out the ends of sign-ins', async () => {
    const cursor = await here();
    await publish(db, [
      { topic: 'session.ended', rooms: ['user:u'], id: 's', version: 1, patch: { sessionIds: ['s'] } },
    ]);
    expect(await missed(cursor, ['user:u'])).toEqual([]);
  });

  it('answers reset to a cursor from before the pruned part of the feed, and events to one after it', async () => {
    const old = await here();
    await announce('pruned', ['group:a']);
    await db.query(`update feed set at = now() - interval '25 hours'`);
    const recent = await here();
    await announce('kept', ['group:a']);
    await pruneFeed(db);
    expect(await db.query('select entity_id from feed')).toEqual([{ entity_id: 'kept' }]);
    expect(await missed(old)).toBe('reset');
    expect(await missed(recent)).toEqual(['kept']);
  });
});
