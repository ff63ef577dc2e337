import { procedure, router } from '../trpc';
import { cancelImport } from './cancel';
import { confirmImport, confirmImportInput, fileIdInput } from './confirm';
import { getImport } from './get';
import { listImports } from './list';
import { listProblems, listProblemsInput } from './list-problems';
import { listMappings } from './mappings';
import { removeMapping, removeMappingInput } from './remove-mapping';
import { sampleFile } from './sample';
import { saveMapping, saveMappingInput } from './save-mapping';

/** Everything about imports but the files themselves, which come in through POST /api/imports (upload.ts). */
export const importsRouter = router({
  list: procedure('imports.list').query(({ ctx }) => listImports(ctx)),
  get: procedure('imports.get')
    .input(fileIdInput)
    .query(({ ctx, input }) => getImport(ctx, input)),
  problems: procedure('imports.problems')
    .input(listProblemsInput)
    .query(({ ctx, input }) => listProblems(ctx, input)),
  sample: procedure('imports.sample')
    .input(fileIdInput)
    .query(({ ctx, input }) => sampleFile(ctx, input)),
  confirm: procedure('imports.confirm')
    .input(confirmImportInput)
    .mutation(({ ctx, input }) => confirmImport(ctx, input)),
  cancel: procedure('imports.cancel')
    .input(fileIdInput)
    .mutation(({ ctx, input }) => cancelImport(ctx, input)),
  mappings: procedure('imports.mappings').query(({ ctx }) => listMappings(ctx)),
  saveMapping: procedure('imports.saveMapping')
    .input(saveMappingInput)
    .mutation(({ ctx, input }) => saveMapping(ctx, input)),
  removeMapping: procedure('imports.removeMapping')
    .input(removeMappingInput)
    .mutation(({ ctx, input }) => removeMapping(ctx, input)),
});
