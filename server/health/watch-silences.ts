import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { isSilent, rhythmOf } from '@/domain/health/silence';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '../audit';
import { publish } from '../live/publish';
import { postNotices } from '../notice-channels/post-notices';
import { tellPeople } from '../notices/tell-people';
import { type HeardShop, readRhythms } from './rhythm';

const RECIPIENTS = `select id from users where not banned
  and (role in ('manager', 'admin') or (role = 'supervisor' and group_id = $1))`;
const BY = { kind: 'system', job: 'watch-silences' } as const;

const announce = (tx: Sql, at: Instant) =>
  publish(tx, [{ topic: 'health.changed', rooms: [roomOf.board()], id: 'health', version: 1, patch: { at } }]);

async function begin(tx: Sql, shop: HeardShop, limitMs: number, now: Instant): Promise<void> {
  const begun = await tx.query(
    `insert into shop_silences (shop_id, since, limit_ms) values ($1, at_ms($2), $3)
     on conflict (shop_id) where ended_at is null do nothing returning 1`,
    [shop.shopId, shop.lastAt, limitMs],
  );
  if (begun.length === 0) return;
  const people = await tx.query<{ id: string }>(RECIPIENTS, [shop.groupId]);
  await tellPeople(
    tx,
    people.map(({ id }) => id),
    'channel-silent',
    { name: shop.name, shopId: shop.shopId },
  );
  await postNotices(tx, [{ event: 'silent', groupId: shop.groupId, orderNo: null }]);
  await audit(tx, BY, 'health.silent', shop.shopId, { limitMs });
  await announce(tx, now);
}

async function end(tx: Sql, { shopId }: HeardShop, now: Instant): Promise<void> {
  const ended = await tx.query(
    'update shop_silences set ended_at = now() where shop_id = $1 and ended_at is null returning 1',
    [shopId],
  );
  if (ended.length === 0) return;
  await audit(tx, BY, 'health.heard', shopId);
  await announce(tx, now);
}

/**
 * Notes shops of which nothing has come for more than three times the normal at this hour, tells those who lead once, and notes
 * when they speak again. Returns how many began or ended.
 */
export async function watchSilences(db: Database): Promise<number> {
  const [shops, now] = [await readRhythms(db), await db.now()];
  let changed = 0;
  for (const shop of shops) {
    const rhythm = rhythmOf(shop.longestGapsMs);
    const isQuiet = isSilent(rhythm, shop.lastAt, now);
    if (rhythm.kind === 'known' && isQuiet && shop.silentSince === null) {
      await db.tx((tx) => begin(tx, shop, rhythm.limitMs, now));
      changed += 1;
    } else if (!isQuiet && shop.silentSince !== null && (shop.lastAt ?? 0) > shop.silentSince) {
      await db.tx((tx) => end(tx, shop, now));
      changed += 1;
    }
  }
  return changed;
}
