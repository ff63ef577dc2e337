import type { Database } from '@/db/client';
import { endGrants } from './end-grants';

const CHUNK = 100;

/** Ends the grants whose time is over by the clock of the database; returns how many. They gave nothing since that moment. */
export const expireGrants = (db: Database): Promise<number> =>
  db.tx(async (tx) => {
    const due = await tx.query<{ id: string }>(
      `select id from grants where revoked_at is null and expires_at <= now()
       order by id limit $1 for update skip locked`,
      [CHUNK],
    );
    await endGrants(
      tx,
      { kind: 'system', job: 'expire-grants' },
      due.map(({ id }) => id),
      'expire',
    );
    return due.length;
  });
