import * as z from 'zod';
import { audit } from '../audit';
import type { Context } from '../context';
import { notFound } from '../errors';
import { loadShop } from './import-file';

export const removeMappingInput = z.strictObject({ mappingId: z.string().regex(/^\d{1,18}$/) });

/** Forgets a mapping: the next file with its headings is read as one of the known exports, or asked about. */
export async function removeMapping(
  { db, actor }: Context,
  { mappingId }: z.infer<typeof removeMappingInput>,
): Promise<void> {
  await db.tx(async (tx) => {
    const [mapping] = await tx.query<{ shopId: string }>(
      'delete from import_mappings where id = $1 returning shop_id as "shopId"',
      [mappingId],
    );
    if (!mapping) throw notFound('mapping');
    await loadShop(tx, actor, mapping.shopId);
    await audit(tx, actor, 'imports.removeMapping', mappingId, mapping);
  });
}
