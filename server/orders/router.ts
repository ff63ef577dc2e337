import { askNow, askNowInput } from '@/server/fetching/ask-now';
import { procedure, router } from '@/server/trpc';
import { orderBuyer } from './buyer';
import { orderCards } from './cards';
import { getOrder, orderIdInput } from './get';
import { listOrders, listOrdersInput } from './list';
import { orderLog, orderLogInput } from './log';
import { revealField, revealInput } from './reveal';
import { searchInput, searchOrders } from './search';

export const ordersRouter = router({
  get: procedure('orders.get')
    .input(orderIdInput)
    .query(({ ctx, input }) => getOrder(ctx, input)),
  cards: procedure('orders.cards')
    .input(orderIdInput)
    .query(({ ctx, input }) => orderCards(ctx, input)),
  buyer: procedure('orders.buyer')
    .input(orderIdInput)
    .query(({ ctx, input }) => orderBuyer(ctx, input)),
  log: procedure('orders.log')
    .input(orderLogInput)
    .query(({ ctx, input }) => orderLog(ctx, input)),
  list: procedure('orders.list')
    .input(listOrdersInput)
    .query(({ ctx, input }) => listOrders(ctx, input)),
  reveal: procedure('orders.reveal')
    .input(revealInput)
    .mutation(({ ctx, input }) => revealField(ctx, input)),
  askNow: procedure('orders.askNow')
    .input(askNowInput)
    .mutation(({ ctx, input }) => askNow(ctx, input)),
  search: procedure('orders.search')
    .input(searchInput)
    .query(({ ctx, input }) => searchOrders(ctx, input)),
});
