import type * as z from 'zod';
import type { Context, UserActor } from '../context';
import type { fileIdInput } from './confirm';
import { type ImportFile, loadFile } from './import-file';
import { countUnreadable } from './progress';

/** A file as its page shows it. */
export interface FileView
  extends Omit<ImportFile, 'sha' | 'exportedAt' | 'firstInboxId' | 'runId' | 'fingerprint' | 'createdAt'> {
  /** Orders that went into the inbox and that the pipeline set aside. */
  readonly unreadable: number;
  /** The file's orders as they stand in the database agree with it to the fen; null before that is known. */
  readonly isEqual: boolean | null;
}

function isEqualTo({ summary, inDatabase }: ImportFile): boolean | null {
  if (summary === null || inDatabase === null) return null;
  const { orders, amountFen, paidFen, refundFen } = summary;
  return (
    inDatabase.orders === orders &&
    inDatabase.amountFen === amountFen &&
    inDatabase.paidFen === paidFen &&
    inDatabase.refundFen === refundFen
  );
}

/** Where a file stands, what it holds, and what came of it. */
export async function getImport(
  { db, actor }: Pick<Context<UserActor>, 'db'> & { readonly actor: Context['actor'] },
  { fileId }: z.infer<typeof fileIdInput>,
): Promise<FileView> {
  const file = await loadFile(db, actor, fileId);
  const {
    sha: _sha,
    exportedAt: _at,
    firstInboxId,
    runId: _run,
    fingerprint: _print,
    createdAt: _made,
    ...rest
  } = file;
  const unreadable = firstInboxId === null ? 0 : await countUnreadable(db, file.shopId, firstInboxId);
  return { ...rest, unreadable, isEqual: isEqualTo(file) };
}
