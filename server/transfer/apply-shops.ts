import { audit } from '../audit';
import { announceShop } from '../shops/announce-shop';
import { assertShopFits, lockShop } from '../shops/shop-fields';
import { READERS } from './read-settings';
import { changesBetween, rowOf } from './report';
import { type ApplyParts, type ApplySection, groupIdOf, oneRow, RefusedEntry } from './section';
import type { Entry } from './settings-file';

type ShopEntry = Entry<'shops'>;

/** Adds a shop under the id that its platform pushes to already. It takes nothing before a secret is entered. */
async function add(parts: ApplyParts, entry: ShopEntry): Promise<void> {
  const { tx, ctx } = parts;
  const { id, name, platform, channel, isActive } = entry;
  const groupId = groupIdOf(parts, entry.group) ?? '';
  await assertShopFits(tx, { platform, channel, groupId });
  await tx.query(
    'insert into shops (id, name, platform, channel, group_id, is_active) values ($1, $2, $3, $4, $5, $6)',
    [id, name, platform, channel, groupId, isActive],
  );
  await audit(tx, ctx.actor, 'shops.create', id, { platform, channel, groupId });
  await announceShop(tx, id);
}

async function change(parts: ApplyParts, entry: ShopEntry): Promise<void> {
  const { tx, ctx } = parts;
  const { id, name, platform, channel, isActive } = entry;
  const { version: _version, ...from } = await lockShop(tx, id);
  if (from.platform !== platform || from.channel !== channel) throw new RefusedEntry('another-shop', from.name);
  const to = { name, platform, channel, groupId: groupIdOf(parts, entry.group), isActive };
  await tx.query('update shops set name = $2, group_id = $3, is_active = $4, version = version + 1 where id = $1', [
    id,
    name,
    to.groupId,
    isActive,
  ]);
  await audit(tx, ctx.actor, 'shops.update', id, { from, to });
  await announceShop(tx, id);
}

/** Shops are known by their ids, which their platforms push to; secrets stay as they are. */
export const applyShops: ApplySection<'shops'> = async (parts, entries) => {
  const known = new Map((await READERS.shops(parts.tx)).map((shop) => [shop.id, shop]));
  const rows = [];
  for (const entry of entries)
    rows.push(
      await oneRow('shops', entry.name, async () => {
        const before = known.get(entry.id);
        if (!before) {
          await add(parts, entry);
          return rowOf('shops', entry.name, 'add');
        }
        const fields = changesBetween(before, entry, ['name', 'platform', 'channel', 'group', 'isActive']);
        if (fields.length === 0) return rowOf('shops', entry.name, 'same');
        await change(parts, entry);
        return rowOf('shops', entry.name, 'change', { fields });
      }),
    );
  return rows;
};
