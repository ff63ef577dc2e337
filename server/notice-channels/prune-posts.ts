import type { Database } from '@/db/client';

/** Forgets settled posts after a month, and keeps the newest whatever their age. */
export async function pruneNoticePosts(db: Database): Promise<void> {
  await db.query(
    `delete from notice_posts where settled_at < now() - interval '30 days'
       and id < (select coalesce(max(id), 0) - 100 from notice_posts)`,
  );
}
