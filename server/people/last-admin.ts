import type { Sql } from '@/db/client';
import { conflict } from '../errors';

/** Locks the admins who can sign in; throws conflict when this person is the only one of them. */
export async function assertAnAdminRemains(tx: Sql, userId: string): Promise<void> {
  const admins = await tx.query<{ id: string }>(
    `select id from users u where role = 'admin' and not banned
       and not exists (select 1 from accounts a where a.user_id = u.id and not a.is_password_set)
     order by id for update`,
  );
  if (admins.every((admin) => admin.id === userId)) throw conflict('one admin must remain', { reason: 'last-admin' });
}
