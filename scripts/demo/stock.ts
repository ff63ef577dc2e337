import type { PooledDatabase } from '@/db/client';
import type { UserActor } from '@/server/context';
import { changeLevel } from '@/server/stock/change-level';
import { lockShop } from '@/server/stock/lock-shop';
import { putMappings } from '@/server/stock/mapping/put-mappings';
import { CATALOGUE } from '@/sim/shop/catalogue';
import { SHOPS } from './cast';

/** A pair of mugs is one of each colour. */
const PAIR = 'CX-MUG-02-S';
const PAIR_PARTS = ['CX-MUG-01-B', 'CX-MUG-01-W'];
/** Sells slowly, so that it runs out while somebody looks on, and for few orders. */
const SCARCE = 'CX-VAC-88-H';
const SCARCE_PIECES = 6;
/** Enough for a day of the demo. */
const PIECES = 8_000;
const REASON = '大促前盘点';

const skus = CATALOGUE.map(({ sku }) => sku).filter((sku) => sku !== PAIR);
const MAPPINGS = CATALOGUE.map(({ sku }) => ({
  platformSku: sku,
  parts: (sku === PAIR ? PAIR_PARTS : [sku]).map((part) => ({ sku: part, quantity: 1 })),
  ...{ productNo: '', skuNo: '' },
}));

/** The stock of the house, counted once the past is played: what is sold from now on holds pieces of it, in every shop. */
export async function addStock(db: PooledDatabase, manager: UserActor): Promise<void> {
  await db.tx(async (tx) => {
    for (const { id } of SHOPS) {
      await lockShop(tx, id);
      await putMappings(tx, id, MAPPINGS);
    }
    for (const [index, sku] of skus.entries()) {
      const onHand = sku === SCARCE ? SCARCE_PIECES : PIECES + ((index * 37) % 500);
      await changeLevel(tx, manager, 'stock.count', {
        sku,
        reason: REASON,
        changeOf: (before) => onHand - before.onHand,
      });
    }
  });
}
