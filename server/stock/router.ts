import { procedure, router } from '../trpc';
import { adjustStock, adjustStockInput } from './adjust';
import { countStock, countStockInput } from './count';
import { listStock, listStockInput } from './list';
import { importMappings, importMappingsInput } from './mapping/import-mappings';
import { listMappings, listMappingsInput } from './mapping/mappings';
import { seenArticles, seenArticlesInput } from './mapping/seen';
import { setMapping, setMappingInput } from './mapping/set-mapping';
import { listMovements, listMovementsInput } from './movements';
import { stockOfOrder, stockOfOrderInput } from './of-order';
import { stockOverview } from './overview';
import { ordersWaiting, ordersWaitingInput } from './waiting';
import { rewriteStock, rewriteStockInput } from './writing/rewrite';
import { setWriting, setWritingInput } from './writing/set-writing';
import { stockShops } from './writing/shops';

export const stockRouter = router({
  overview: procedure('stock.overview').query(({ ctx }) => stockOverview(ctx)),
  list: procedure('stock.list')
    .input(listStockInput)
    .query(({ ctx, input }) => listStock(ctx, input)),
  movements: procedure('stock.movements')
    .input(listMovementsInput)
    .query(({ ctx, input }) => listMovements(ctx, input)),
  waiting: procedure('stock.waiting')
    .input(ordersWaitingInput)
    .query(({ ctx, input }) => ordersWaiting(ctx, input)),
  shops: procedure('stock.shops').query(({ ctx }) => stockShops(ctx)),
  mappings: procedure('stock.mappings')
    .input(listMappingsInput)
    .query(({ ctx, input }) => listMappings(ctx, input)),
  seen: procedure('stock.seen')
    .input(seenArticlesInput)
    .query(({ ctx, input }) => seenArticles(ctx, input)),
  ofOrder: procedure('stock.ofOrder')
    .input(stockOfOrderInput)
    .query(({ ctx, input }) => stockOfOrder(ctx, input)),
  adjust: procedure('stock.adjust')
    .input(adjustStockInput)
    .mutation(({ ctx, input }) => adjustStock(ctx, input)),
  count: procedure('stock.count')
    .input(countStockInput)
    .mutation(({ ctx, input }) => countStock(ctx, input)),
  setMapping: procedure('stock.setMapping')
    .input(setMappingInput)
    .mutation(({ ctx, input }) => setMapping(ctx, input)),
  importMappings: procedure('stock.importMappings')
    .input(importMappingsInput)
    .mutation(({ ctx, input }) => importMappings(ctx, input)),
  setWriting: procedure('stock.setWriting')
    .input(setWritingInput)
    .mutation(({ ctx, input }) => setWriting(ctx, input)),
  rewrite: procedure('stock.rewrite')
    .input(rewriteStockInput)
    .mutation(({ ctx, input }) => rewriteStock(ctx, input)),
});
