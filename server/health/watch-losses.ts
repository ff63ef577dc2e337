import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { losesPushes } from '@/domain/health/lost-pushes';
import { readAlarmLimits } from './alarm-limits';
import { announceHealth, auditHealth, tellOfIncident } from './incidents';
import { readLateShops, readLostPushes, type ToldShop } from './lost-pushes';

const JOB = 'watch-losses';

async function begin(tx: Sql, { id, name, groupId, found, orders }: ToldShop, now: Instant): Promise<void> {
  const begun = await tx.query(
    `insert into shop_losses (shop_id, found, orders) values ($1, $2, $3)
     on conflict (shop_id) where ended_at is null do nothing returning 1`,
    [id, found, orders],
  );
  if (begun.length === 0) return;
  const incident = {
    kind: 'shop',
    id,
    name,
    groupIds: [groupId],
    notice: 'pushes-lost',
    event: 'pushes-lost',
  } as const;
  await tellOfIncident(tx, incident);
  await auditHealth(tx, JOB, 'health.pushes-lost', id, { found, orders });
  await announceHealth(tx, now);
}

async function end(tx: Sql, { id }: ToldShop, now: Instant): Promise<void> {
  const ended = await tx.query(
    'update shop_losses set ended_at = now() where shop_id = $1 and ended_at is null returning 1',
    [id],
  );
  if (ended.length === 0) return;
  await auditHealth(tx, JOB, 'health.pushes-back', id);
  await announceHealth(tx, now);
}

/**
 * Notes shops of whose orders too many were found only by looking, tells those who lead once, and notes when the pushes come
 * again. A shop of which pushes wait with us is left for later. Returns how many began or ended.
 */
export async function watchLosses(db: Database): Promise<number> {
  const { foundPercent } = await readAlarmLimits(db);
  const hasTurned = (shop: ToldShop) => {
    const isLosing = shop.losingSince !== null;
    return losesPushes(shop, isLosing, foundPercent) !== isLosing;
  };
  const turned = (await readLostPushes(db)).filter(hasTurned);
  if (turned.length === 0) return 0;
  const late = await readLateShops(
    db,
    turned.map(({ id }) => id),
  );
  const now = await db.now();
  const clear = turned.filter(({ id }) => !late.has(id));
  for (const shop of clear) await db.tx((tx) => (shop.losingSince === null ? begin : end)(tx, shop, now));
  return clear.length;
}
