import { procedure, router } from '../trpc';
import { beginExport, beginExportInput } from './begin';

/** Lists as files; the file itself is fetched through GET /api/exports/:ticket (download.ts). */
export const exportsRouter = router({
  begin: procedure('exports.begin')
    .input(beginExportInput)
    .mutation(({ ctx, input }) => beginExport(ctx, input)),
});
