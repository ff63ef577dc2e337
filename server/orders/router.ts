import { procedure, router } from '@/server/trpc';
import { getOrder, orderIdInput } from './get';
import { listOrders, listOrdersInput } from './list';
import { revealField, revealInput } from './reveal';
import { searchInput, searchOrders } from './search';

export const ordersRouter = router({
  get: procedure('orders.get')
    .input(orderIdInput)
    .query(({ ctx, input }) => getOrder(ctx, input)),
  list: procedure('orders.list')
    .input(listOrdersInput)
    .query(({ ctx, input }) => listOrders(ctx, input)),
  reveal: procedure('orders.reveal')
    .input(revealInput)
    .mutation(({ ctx, input }) => revealField(ctx, input)),
  search: procedure('orders.search')
    .input(searchInput)
    .query(({ ctx, input }) => searchOrders(ctx, input)),
});
