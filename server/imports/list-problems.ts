import * as z from 'zod';
import type { Context } from '../context';
import { fileIdInput } from './confirm';
import { loadFile } from './import-file';
import { type ProblemPage, readProblems } from './problems';

export const listProblemsInput = fileIdInput.extend({
  after: z
    .string()
    .regex(/^\d{1,9}\.\d{1,5}$/)
    .optional(),
  limit: z.number().int().min(1).max(2_000).default(100),
});

/** A page of what is wrong with a file's rows. */
export async function listProblems(ctx: Context, input: z.infer<typeof listProblemsInput>): Promise<ProblemPage> {
  await loadFile(ctx.db, ctx.actor, input.fileId);
  return readProblems(ctx, input.fileId, input.after ?? '-1.0', input.limit);
}
