import { procedure, router } from '../trpc';
import { adjustStock, adjustStockInput } from './adjust';
import { countStock, countStockInput } from './count';
import { importMappings, importMappingsInput } from './import-mappings';
import { listStock, listStockInput } from './list';
import { listMappings, listMappingsInput } from './mappings';
import { listMovements, listMovementsInput } from './movements';
import { stockOfOrder, stockOfOrderInput } from './of-order';
import { stockOverview } from './overview';
import { rewriteStock, rewriteStockInput } from './rewrite';
import { seenArticles, seenArticlesInput } from './seen';
import { setMapping, setMappingInput } from './set-mapping';
import { setWriting, setWritingInput } from './set-writing';
import { stockShops } from './shops';
import { ordersWaiting, ordersWaitingInput } from './waiting';

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
