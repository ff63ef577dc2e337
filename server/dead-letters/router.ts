import { procedure, router } from '../trpc';
import { countLetters, countLettersInput } from './count';
import { discardInput, discardLetters } from './discard';
import { getLetter, getLetterInput } from './get';
import { listLetters, listLettersInput } from './list';
import { readRaw, readRawInput } from './raw';
import { redrive, redriveInput } from './redrive';
import { listRedriveRows, listRedrives, redriveRowsInput } from './redrives';
import { settleConflict, settleInput } from './settle';

export const deadLettersRouter = router({
  list: procedure('deadLetters.list')
    .input(listLettersInput)
    .query(({ ctx, input }) => listLetters(ctx, input)),
  count: procedure('deadLetters.count')
    .input(countLettersInput)
    .query(({ ctx, input }) => countLetters(ctx, input)),
  get: procedure('deadLetters.get')
    .input(getLetterInput)
    .query(({ ctx, input }) => getLetter(ctx, input)),
  raw: procedure('deadLetters.raw')
    .input(readRawInput)
    .mutation(({ ctx, input }) => readRaw(ctx, input)),
  redrive: procedure('deadLetters.redrive')
    .input(redriveInput)
    .mutation(({ ctx, input }) => redrive(ctx, input)),
  redrives: procedure('deadLetters.redrives').query(({ ctx }) => listRedrives(ctx)),
  redriveRows: procedure('deadLetters.redriveRows')
    .input(redriveRowsInput)
    .query(({ ctx, input }) => listRedriveRows(ctx, input)),
  discard: procedure('deadLetters.discard')
    .input(discardInput)
    .mutation(({ ctx, input }) => discardLetters(ctx, input)),
  settle: procedure('deadLetters.settle')
    .input(settleInput)
    .mutation(({ ctx, input }) => settleConflict(ctx, input)),
});
