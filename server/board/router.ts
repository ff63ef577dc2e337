import { procedure, router } from '@/server/trpc';
import { boardCards, cardsInput } from './cards';
import { boardSummary } from './summary';

export const boardRouter = router({
  summary: procedure('board.summary').query(({ ctx }) => boardSummary(ctx)),
  cards: procedure('board.cards')
    .input(cardsInput)
    .query(({ ctx, input }) => boardCards(ctx, input)),
});
