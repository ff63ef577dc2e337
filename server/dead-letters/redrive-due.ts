import type { Database, Sql } from '@/db/client';
import { announceLetters, announceLinks } from './announce';
import { OTHER_BODY } from './filter';
import { fetchOf, numbersOf } from './letter';

const CHUNK = 200;
type Result = 'queued' | 'not-there' | 'no-body';

/** Gives messages back to the pipeline that are still aside and whose body is still there. */
async function requeueMessages(tx: Sql, ids: readonly string[]): Promise<Map<string, Result>> {
  const rows = await tx.query<{ id: string; hasBody: boolean }>(
    `with mine as (
       select k.id, exists (select 1 from inbox_messages m where m.id = k.id) as has_body from inbox_keys k
       where k.id = any ($1::bigint[]) and k.state in (2, 5, 7) order by k.id for update of k),
     again as (update inbox_keys k set state = 0, attempts = 0, reason = null, aside_at = null, retry_at = null
       from mine where k.id = mine.id and mine.has_body)
     select id, has_body as "hasBody" from mine`,
    [ids],
  );
  return new Map(rows.map(({ id, hasBody }) => [`m${id}`, hasBody ? 'queued' : 'no-body']));
}

/** Gives messages of links back to their reader; another body under a known id is never read. */
async function rereadLinks(tx: Sql, ids: readonly string[]): Promise<Map<string, Result>> {
  const rows = await tx.query<{ id: string; linkId: string; hasBody: boolean }>(
    `with mine as (
       select id, link_id, sealed_body is not null as has_body from link_messages
       where id = any ($1::bigint[]) and state = 2 and key !~ '${OTHER_BODY}' order by id for update),
     again as (update link_messages x set state = 0, reason = null, aside_at = null
       from mine where x.id = mine.id and mine.has_body)
     select id, link_id as "linkId", has_body as "hasBody" from mine`,
    [ids],
  );
  await announceLinks(
    tx,
    rows.map(({ linkId }) => linkId),
  );
  return new Map(rows.map(({ id, hasBody }) => [`l${id}`, hasBody ? 'queued' : 'no-body']));
}

/** Makes given-up orders due again. */
async function askAgain(tx: Sql, refs: readonly string[]): Promise<Map<string, Result>> {
  const named = refs.map(fetchOf);
  const rows = await tx.query<{ ref: string }>(
    `update order_fetches f set dead_at = null, attempts = 0, due_at = now(), due_by = 'person', told = told + 1
     from unnest($1::text[], $2::text[]) r (shop_id, order_no)
     where f.shop_id = r.shop_id and f.order_no = r.order_no and f.dead_at is not null
     returning 'f' || f.shop_id || '/' || f.order_no as ref`,
    [named.map(({ shopId }) => shopId), named.map(({ orderNo }) => orderNo)],
  );
  return new Map(rows.map(({ ref }) => [ref, 'queued']));
}

async function takeChunk(tx: Sql, redriveId: string): Promise<number> {
  const rows = await tx.query<{ ref: string }>(
    `select ref from redrive_rows where redrive_id = $1 and result = 'waiting' order by ref limit ${CHUNK} for update`,
    [redriveId],
  );
  const refs = rows.map(({ ref }) => ref);
  const results = new Map([
    ...(await requeueMessages(tx, numbersOf(refs, 'm'))),
    ...(await rereadLinks(tx, numbersOf(refs, 'l'))),
    ...(await askAgain(
      tx,
      refs.filter((ref) => ref.startsWith('f')),
    )),
  ]);
  await tx.query(
    `update redrive_rows w set result = r.result from unnest($2::text[], $3::text[]) r (ref, result)
     where w.redrive_id = $1 and w.ref = r.ref`,
    [redriveId, refs, refs.map((ref) => results.get(ref) ?? 'not-there')],
  );
  if (refs.length < CHUNK) await tx.query('update redrives set finished_at = now() where id = $1', [redriveId]);
  await announceLetters(tx, redriveId);
  return refs.length;
}

/**
 * Takes the next chunk of a redrive. A chunk is one transaction: cut off anywhere, it is taken again as a whole, and a message
 * is given back to the pipeline once. Says whether there was one.
 */
export function redriveDue(db: Database): Promise<boolean> {
  return db.tx(async (tx) => {
    const [open] = await tx.query<{ id: string }>(
      'select id from redrives where finished_at is null order by id limit 1 for update skip locked',
    );
    if (!open) return false;
    await takeChunk(tx, open.id);
    return true;
  });
}
