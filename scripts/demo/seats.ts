import type { Database } from '@/db/client';

/** The seats as one finds them: the agent takes cards as soon as the page is open, one colleague paused, nobody there. */
export async function openSeats(db: Database): Promise<void> {
  await db.query(
    `update seats s set seen_at = 'epoch', state_since = now(), version = s.version + 1,
       state = case u.username when 'agent' then 'accepting' when 'zhao.jing' then 'paused' else 'offline' end
     from users u where u.id = s.user_id`,
  );
}
