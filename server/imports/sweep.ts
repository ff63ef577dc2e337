import type { Database } from '@/db/client';

/** A file that nobody decided on, or that stopped coming, is given up after a day; what is left of ended ones after a week. */
export async function sweepImports(db: Database): Promise<void> {
  await db.query(`delete from import_files where state = 'receiving' and updated_at < now() - interval '1 hour'`);
  await db.query(
    `update import_files set state = 'cancelled' where state in ('unmapped', 'refused', 'checked')
       and updated_at < now() - interval '1 day'`,
  );
  await db.query(
    `delete from import_chunks where file_id in (select id from import_files where state in ('done', 'cancelled', 'failed'))`,
  );
  await db.query(
    `delete from import_files where state in ('done', 'cancelled', 'failed') and updated_at < now() - interval '7 days'`,
  );
}
