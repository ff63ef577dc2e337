import type { Sql } from '../client';
import { BackupError, type Partition, type SequenceValue, type TableStart } from './format';

/** What a restored database begins anew: what it has applied, its change feed, and who runs which job. */
const LEFT_OUT = ['schema_migrations', 'feed', 'job_leases'];

const TABLES = `select c.oid, c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> all ($1)`;

/** The tables of a backup with their stored columns; each after those it refers to, so that they can be filled in turn. */
export async function listTables(sql: Sql): Promise<TableStart[]> {
  const tables = await sql.query<TableStart & { readonly refersTo: readonly string[] }>(
    `with t as (${TABLES})
     select t.name as "table",
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
         where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select coalesce(array_agg(distinct o.name::text), '{}') from pg_constraint f join t o on o.oid = f.confrelid
         where f.conrelid = t.oid and f.contype = 'f' and f.confrelid <> f.conrelid) as "refersTo"
     from t order by t.name`,
    [LEFT_OUT],
  );
  const sorted: TableStart[] = [];
  const done = new Set<string>();
  while (sorted.length < tables.length) {
    const ready = tables.filter(({ table, refersTo }) => !done.has(table) && refersTo.every((name) => done.has(name)));
    if (ready.length === 0) throw new BackupError('the tables refer to each other in a circle');
    for (const { table, columns } of ready) {
      sorted.push({ table, columns });
      done.add(table);
    }
  }
  return sorted;
}

/** The partitions of partitioned tables, without default ones (which the migrations make). */
export const listPartitions = (sql: Sql): Promise<Partition[]> =>
  sql.query<Partition>(
    `select c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT' order by 1`,
  );

const ON_INSERT = 4;

/** The triggers that fire when a row is inserted, without those of foreign keys and those that guard in any case. */
export const listInsertTriggers = (sql: Sql): Promise<{ readonly table: string; readonly trigger: string }[]> =>
  sql.query(
    `select c.relname as "table", g.tgname as trigger from pg_trigger g join pg_class c on c.oid = g.tgrelid
     where c.relnamespace = 'public'::regnamespace and not g.tgisinternal and g.tgparentid = 0
       and g.tgenabled in ('O', 'D') and g.tgtype & ${ON_INSERT} <> 0 order by 1, 2`,
  );

/** How far each sequence has counted; those that never counted are left out. */
export const listSequences = (sql: Sql): Promise<SequenceValue[]> =>
  sql.query<SequenceValue>(
    `select sequencename as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  );
