import * as z from 'zod';
import { audit } from '../../audit';
import { SOURCE_CHANNELS } from '../../channels/index';
import type { Context, UserActor } from '../../context';
import { conflict, invalid } from '../../errors';
import { announceMoved } from '../ledger-rows';
import { lockShop } from '../lock-shop';
import { shopIdField } from '../sku-field';

const bp = z.number().int().min(0).max(10_000);

export const setWritingInput = z.strictObject({
  shopId: shopIdField,
  isWriting: z.boolean(),
  bufferPieces: z.number().int().min(0).max(1_000_000),
  bufferBp: bp,
  shareBp: bp.min(1),
  doesWriteChanges: z.boolean(),
  /** What the person saw. */
  version: z.number().int().min(0),
});

const canTakeStock = (channel: string): boolean =>
  SOURCE_CHANNELS.some(({ name, source }) => name === channel && source?.takesStock === true);

/**
 * Says whether a shop's platform is told what is free, and how much of that it may offer; all of its articles are told anew.
 * Throws invalid where the platform cannot be told, notFound for a shop that is not there, and conflict where somebody has
 * changed it meanwhile.
 */
export async function setWriting(
  ctx: Context<UserActor>,
  { shopId, version, ...rule }: z.infer<typeof setWritingInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const channel = await lockShop(tx, shopId);
    if (rule.isWriting && !canTakeStock(channel)) throw invalid('the platform cannot be told', { why: 'no-call' });
    const changed = await tx.query(
      `insert into stock_shops as s (shop_id, is_writing, buffer_pieces, buffer_bp, share_bp, does_write_changes)
       select $1, $3, $4, $5, $6, $7 where $2 = 0 or exists (select from stock_shops where shop_id = $1)
       on conflict (shop_id) do update set is_writing = excluded.is_writing, buffer_pieces = excluded.buffer_pieces,
         buffer_bp = excluded.buffer_bp, share_bp = excluded.share_bp, does_write_changes = excluded.does_write_changes,
         version = s.version + 1 where s.version = $2 returning 1`,
      [shopId, version, rule.isWriting, rule.bufferPieces, rule.bufferBp, rule.shareBp, rule.doesWriteChanges],
    );
    if (changed.length === 0) throw conflict('somebody has changed it', { why: 'changed' });
    await tx.query(
      `update stock_articles a set shown = null, told = told + 1, attempts = 0, dead_at = null, last_error = null,
         due_at = case when $2 then now() end
       from (select platform_sku from stock_articles where shop_id = $1 order by 1 for no key update) o
       where a.shop_id = $1 and a.platform_sku = o.platform_sku`,
      [shopId, rule.isWriting],
    );
    await audit(tx, ctx.actor, 'stock.setWriting', shopId, rule);
    await announceMoved(tx, [shopId]);
  });
  ctx.wakeFeed();
}
