import { procedure, router } from '../trpc';
import { adjustStock, adjustStockInput } from './adjust';
import { listStock, listStockInput } from './list';
import { listMappings, listMappingsInput } from './mappings';
import { listMovements, listMovementsInput } from './movements';
import { stockOfOrder, stockOfOrderInput } from './of-order';
import { setMapping, setMappingInput } from './set-mapping';

export const stockRouter = router({
  list: procedure('stock.list')
    .input(listStockInput)
    .query(({ ctx, input }) => listStock(ctx, input)),
  movements: procedure('stock.movements')
    .input(listMovementsInput)
    .query(({ ctx, input }) => listMovements(ctx, input)),
  mappings: procedure('stock.mappings')
    .input(listMappingsInput)
    .query(({ ctx, input }) => listMappings(ctx, input)),
  ofOrder: procedure('stock.ofOrder')
    .input(stockOfOrderInput)
    .query(({ ctx, input }) => stockOfOrder(ctx, input)),
  adjust: procedure('stock.adjust')
    .input(adjustStockInput)
    .mutation(({ ctx, input }) => adjustStock(ctx, input)),
  setMapping: procedure('stock.setMapping')
    .input(setMappingInput)
    .mutation(({ ctx, input }) => setMapping(ctx, input)),
});
