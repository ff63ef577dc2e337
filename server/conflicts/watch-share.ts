import type { Database } from '@/db/client';
import { postNotices } from '../notice-channels/post-notices';
import { tellPeople } from '../notices/tell-people';
import { alarmChange, conflictShare } from './share';

/**
 * Tells the managers once when too many open orders are in conflict, and again only after it was better. Returns whether
 * anybody was told.
 */
export function watchConflictShare(db: Database): Promise<boolean> {
  return db.tx(async (tx) => {
    const [alarm] = await tx.query<{ isRaised: boolean }>(
      'select raised_at is not null as "isRaised" from conflict_alarm for update',
    );
    const share = await conflictShare(tx, null);
    const change = alarmChange(share, alarm?.isRaised ?? false);
    if (change === null) return false;
    const bp = Math.round(share.shareBp ?? 0);
    await tx.query('update conflict_alarm set raised_at = case when $1 then now() end, share_bp = $2', [
      change === 'raise',
      bp,
    ]);
    if (change === 'end') return false;
    const managers = await tx.query<{ id: string }>(
      `select id from users where not banned and role = 'manager' order by id`,
    );
    await tellPeople(
      tx,
      managers.map(({ id }) => id),
      'conflict-share',
      { share: (bp / 100).toFixed(1), orders: String(share.inConflict) },
    );
    await postNotices(tx, [{ event: 'conflicts', groupId: null, orderNo: null }]);
    return true;
  });
}
