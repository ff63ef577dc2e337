import type { Database } from '@/db/client';
import type { Actor } from '../context';
import { checkFile, type FileSummary } from './check-file';
import { diffFile, type RowDiff, type RowEffect } from './diff-rows';
import { versionOfFile } from './file-version';
import { type ImportFile, loadShop } from './import-file';

/** How many rows have which effect. */
export type EffectCounts = Readonly<Record<RowEffect, number>>;
export const noEffects = (): Record<RowEffect, number> => ({ new: 0, changed: 0, same: 0, older: 0 });

export type ChangedOrder = Pick<RowDiff, 'orderNo' | 'before' | 'after'>;

/** What importing a file would do. */
export interface ImportPreview extends FileSummary {
  readonly effects: EffectCounts;
  /** The first changed orders, as they are and as they would be. */
  readonly changes: readonly ChangedOrder[];
}

const SHOWN_CHANGES = 20;
const CHUNK_ROWS = 500;

/**
 * Says what importing a file would do, and writes nothing: counts by effect, sums in fen, refused rows with their reasons.
 * Throws notFound for an unknown shop and RefusedFile for a file that cannot be read at all.
 */
export async function previewImport(
  { db, actor }: { readonly db: Database; readonly actor: Actor },
  file: ImportFile,
): Promise<ImportPreview> {
  await loadShop(db, actor, file.shopId);
  const now = await db.now();
  const summary = await checkFile(file.bytes, now);
  const version = await versionOfFile(db, file, summary.newestAt);
  const effects = noEffects();
  const changes: ChangedOrder[] = [];
  for await (const diffs of diffFile(db, file, version, now, CHUNK_ROWS)) {
    for (const { orderNo, effect, before, after } of diffs) {
      effects[effect] += 1;
      if (effect === 'changed' && changes.length < SHOWN_CHANGES) changes.push({ orderNo, before, after });
    }
  }
  return { ...summary, effects, changes };
}
