import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import { type Layout, layout, missingColumns } from '../channels/csv/layout';
import type { Context } from '../context';
import { actorId } from '../context';
import { conflict, invalid, notFound } from '../errors';
import { loadFile, loadShop } from './import-file';

const id = z.string().regex(/^\d{1,18}$/);

/** For a file that is at hand, which is then read anew, or for a mapping that was saved before. */
export const saveMappingInput = z.union([
  z.strictObject({ fileId: id, layout }),
  z.strictObject({ mappingId: id, version: z.number().int().min(1), layout }),
]);

interface Target {
  readonly shopId: string;
  readonly fingerprint: string;
  readonly headings: readonly string[];
}

/** Throws invalid for a mapping without which no order can be made, or that names one heading twice or none of the file's. */
function assertUsable({ columns }: Layout, headings: readonly string[]): void {
  const [missing] = missingColumns(columns);
  if (missing !== undefined) throw invalid('a column that every order needs is not said', { field: missing });
  const named = Object.values(columns);
  const twice = named.find((heading, index) => named.indexOf(heading) !== index);
  if (twice !== undefined) throw invalid('a heading stands for two columns', { field: twice });
  const strange = named.find((heading) => headings.filter((one) => one === heading).length !== 1);
  if (strange !== undefined) throw invalid('the file does not have this heading once', { field: strange });
}

const CHANGEABLE = new Set(['unmapped', 'checked', 'refused']);

async function loadTarget(tx: Sql, { actor }: Context, input: z.infer<typeof saveMappingInput>): Promise<Target> {
  if ('mappingId' in input) {
    const [mapping] = await tx.query<Target & { version: number }>(
      'select shop_id as "shopId", fingerprint, headings, version from import_mappings where id = $1 for update',
      [input.mappingId],
    );
    if (!mapping) throw notFound('mapping');
    await loadShop(tx, actor, mapping.shopId);
    if (mapping.version !== input.version) throw conflict('somebody changed the mapping meanwhile');
    return mapping;
  }
  const { shopId, fingerprint, headings, state } = await loadFile(tx, actor, input.fileId, true);
  if (!CHANGEABLE.has(state) || fingerprint === null || headings === null) {
    throw conflict('the file does not wait to be told how it is read');
  }
  return { shopId, fingerprint, headings };
}

/**
 * Says how a shop's files with these headings are read, from now on. A file at hand is checked again by it. Throws conflict
 * when the file is past that, or the mapping was changed by somebody else.
 */
export async function saveMapping(ctx: Context, input: z.infer<typeof saveMappingInput>): Promise<void> {
  const { db, actor } = ctx;
  await db.tx(async (tx) => {
    const { shopId, fingerprint, headings } = await loadTarget(tx, ctx, input);
    assertUsable(input.layout, headings);
    const [saved] = await tx.query<{ id: string; isNew: boolean }>(
      `insert into import_mappings (shop_id, fingerprint, headings, layout, updated_by) values ($1, $2, $3, $4, $5)
       on conflict (shop_id, fingerprint) do update set layout = excluded.layout, version = import_mappings.version + 1,
         updated_by = excluded.updated_by, updated_at = now()
       returning id, xmax = 0 as "isNew"`,
      [shopId, fingerprint, JSON.stringify(headings), JSON.stringify(input.layout), actorId(actor)],
    );
    if (!saved) throw new Error('the mapping could not be saved');
    if ('fileId' in input) {
      await tx.query(
        `update import_files set state = 'checking', refusal = null, summary = null, progress = 0, attempts = 0,
           lease = null, lease_until = null, updated_at = now() where id = $1`,
        [input.fileId],
      );
    }
    await audit(tx, actor, 'imports.saveMapping', saved.id, { shopId, ...input.layout, isNew: saved.isNew });
  });
}
