import type { Sql } from '../client';

let made = 0;
/** A text that no other builder call of this process has given, for keys that must differ. */
export const unique = (prefix: string): string => `${prefix}-${process.pid}-${++made}`;

/** Stores a group; returns its id. */
export async function aGroup(db: Sql, values: { id?: string; name?: string; region?: string | null } = {}) {
  const id = values.id ?? unique('group');
  await db.query('insert into groups (id, name, region) values ($1, $2, $3)', [
    id,
    values.name ?? `Group ${id}`,
    values.region ?? null,
  ]);
  return id;
}

/** Stores a shop, and a group for it when none is given; returns both ids. */
export async function aShop(
  db: Sql,
  values: {
    id?: string;
    name?: string;
    platform?: string;
    channel?: string;
    groupId?: string;
  } = {},
): Promise<{ shopId: string; groupId: string }> {
  const shopId = values.id ?? unique('shop');
  const groupId = values.groupId ?? (await aGroup(db));
  await db.query('insert into shops (id, name, platform, channel, group_id) values ($1, $2, $3, $4, $5)', [
    shopId,
    values.name ?? `Shop ${shopId}`,
    values.platform ?? 'taobao',
    values.channel ?? 'generic',
    groupId,
  ]);
  return { shopId, groupId };
}

/** Stores a person (who cannot sign in: no password) and, for an agent, a seat that accepts work; returns the user id. */
export async function aUser(
  db: Sql,
  values: {
    id?: string;
    name?: string;
    role?: 'agent' | 'supervisor' | 'manager' | 'admin';
    groupId?: string | null;
    seatState?: 'accepting' | 'paused' | 'offline';
    capacity?: number;
    skills?: readonly string[];
    isPresent?: boolean;
  } = {},
): Promise<string> {
  const id = values.id ?? unique('user');
  const role = values.role ?? 'agent';
  await db.query(`insert into users (id, name, email, username, role, group_id) values ($1, $2, $3, $1, $4, $5)`, [
    id,
    values.name ?? `Person ${id}`,
    `${id}@tidewatch.invalid`,
    role,
    values.groupId ?? null,
  ]);
  if (role === 'agent' || values.seatState !== undefined)
    await db.query(
      `insert into seats (user_id, state, capacity, skills, seen_at)
       values ($1, $2, $3, $4, case when $5 then now() else 'epoch' end)`,
      [id, values.seatState ?? 'accepting', values.capacity ?? 20, values.skills ?? [], values.isPresent ?? true],
    );
  return id;
}
