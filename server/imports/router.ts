import { procedure, router } from '../trpc';
import { listImports } from './list';

/** Reading about imports; the files themselves come in through POST /api/imports (server/imports/upload.ts). */
export const importsRouter = router({
  list: procedure('imports.list').query(({ ctx }) => listImports(ctx)),
});
